"""`assetry audit`: what it says and the exit codes."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings

from assetry.cli import audit
from assetry.platform.audit.sealing.head import NAME
from assetry.platform.audit.sealing.sealer import seal_events
from assetry.platform.faults import ConfigurationError
from tests.platform.audit.sealing.forge import ignore_other_databases, unguarded

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.untrailed,
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    ignore_other_databases()
    with override_settings(DATA_DIR=tmp_path):
        seal_events(tmp_path / NAME)
        yield tmp_path


def verify(*, as_json: bool = False) -> int:
    return audit.run(argparse.Namespace(part="verify", json=as_json))


def test_a_whole_trail_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify() == 0
    said = capsys.readouterr().out
    assert "The trail is whole: " in said
    assert "The head file vouches for the end." in said


def test_a_missing_head_file_ends_with_3(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / NAME).unlink()
    assert verify() == 3
    assert "The head file was written here and is gone" in capsys.readouterr().out


def test_tampering_is_named_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    with unguarded() as cursor:
        cursor.execute(
            "UPDATE audit_event SET note = 'x' WHERE id = (SELECT min(id) FROM audit_event) RETURNING id"
        )
        (event,) = cursor.fetchone() or (None,)
    assert verify() == 1
    said = capsys.readouterr().out
    assert "The trail was tampered with" in said
    assert f"Event {event} (" in said
    assert "was edited." in said


def test_json_holds_the_findings_and_the_tail(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / NAME).write_text("{}")
    assert verify(as_json=True) == 1
    document = json.loads(capsys.readouterr().out)
    assert [finding["what"] for finding in document["findings"]] == ["replaced"]
    assert (document["whole"], document["head"]["state"]) == (False, "unreadable")
    assert document["unsealed"].keys() == {"events", "since"}


def test_sealing_says_what_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.run(argparse.Namespace(part="seal")) == 0
    assert "Made " in capsys.readouterr().out


def test_sealing_stops_at_a_head_that_does_not_fit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / NAME).write_text("{}")
    assert audit.run(argparse.Namespace(part="seal")) == 1
    assert "assetry audit verify" in capsys.readouterr().out


def test_an_epoch_is_not_opened_by_mistake() -> None:
    with pytest.raises(ConfigurationError, match="--yes"):
        audit.run(argparse.Namespace(part="open-epoch", yes=False))


def test_an_epoch_accepts_what_is_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / NAME).write_text("{}")
    assert audit.run(argparse.Namespace(part="open-epoch", yes=True)) == 0
    assert "Opened the next epoch" in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(number) FROM audit_epoch")
        assert cursor.fetchone() == (2,)
    assert verify() == 0
