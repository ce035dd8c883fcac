"""Rows and bytes, compared both ways; what nobody needs can be deleted, and nothing else."""

import json
import os
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assetry.cli import files as command
from assetry.kernel.registry import entity_named
from assetry.platform.attachments.models import Attachment
from assetry.platform.attachments.operations import remove_attachment
from assetry.platform.audit.signed import signed
from assetry.platform.files.checks import check_files, delete_orphans, register_owner
from assetry.platform.files.current import current_store
from assetry.platform.files.port import new_key
from tests.cast import NOW, Cast
from tests.factories import make_asset
from tests.platform.attachments.files import PDF, attach

pytestmark = pytest.mark.django_db
LATER = datetime.now(UTC) + timedelta(days=2)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path


@pytest.fixture
def attached(cast: Cast) -> Attachment:
    with signed("test"):
        asset = make_asset(cast.company)
    return attach(cast.actor("technician"), asset)


def place_of(folder: Path, key: str) -> Path:
    return next(path for path in folder.rglob(key))


def test_all_is_well(attached: Attachment) -> None:
    found = check_files(at=LATER)
    assert found.is_sound
    assert (found.files, found.bytes) == (1, len(PDF))


def test_a_row_without_bytes_is_named(attached: Attachment, folder: Path) -> None:
    place_of(folder, attached.key).unlink()
    assert check_files(at=LATER).missing == [f"invoice.pdf ({attached.public_id})"]


def test_changed_bytes_of_the_same_length_are_named(attached: Attachment, folder: Path) -> None:
    place_of(folder, attached.key).write_bytes(PDF[::-1])
    assert check_files(at=LATER).changed == [f"invoice.pdf ({attached.public_id})"]
    assert check_files(at=LATER, whole=False).is_sound


def test_cut_off_bytes_are_named_by_a_quick_look_too(attached: Attachment, folder: Path) -> None:
    place_of(folder, attached.key).write_bytes(PDF[:-1])
    assert check_files(at=LATER, whole=False).changed == [f"invoice.pdf ({attached.public_id})"]


def test_bytes_of_no_row_are_named_after_a_day(attached: Attachment) -> None:
    stored = current_store().write(new_key(), [b"x"], limit=1)
    assert check_files(at=datetime.now(UTC)).is_sound
    assert [orphan.key for orphan in check_files(at=LATER).orphans] == [stored.key]


def test_repair_deletes_them_and_nothing_else(attached: Attachment) -> None:
    current_store().write(new_key(), [b"x"], limit=1)
    assert delete_orphans(check_files(at=LATER)) == 1
    assert [one.key for one in current_store().iterate()] == [attached.key]


def test_removed_bytes_that_still_wait_are_no_orphans(cast: Cast, attached: Attachment) -> None:
    asset = entity_named("asset").visible_to(cast.actor("technician")).get(pk=attached.object_id)
    actor = cast.actor("technician")
    remove_attachment(actor=actor, entity=entity_named("asset"), row=asset, attachment=attached, at=NOW)
    assert check_files(at=LATER).is_sound


def test_an_owner_registers_once() -> None:
    with pytest.raises(ValueError, match="attachments"):
        register_owner("attachments", lambda: iter(()))


def parsed(*words: str) -> Namespace:
    parser = ArgumentParser()
    command.register(parser.add_subparsers())
    return parser.parse_args(["files", "check", *words])


def make_old(folder: Path, key: str) -> None:
    os.utime(place_of(folder, key), (0, 0))


def test_the_command_says_that_all_is_well(attached: Attachment, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(parsed()) == 0
    assert capsys.readouterr().out == "1 files, 17 bytes.\nRows and bytes fit.\n"


def test_the_command_names_what_is_lost_and_fails(
    attached: Attachment, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place_of(folder, attached.key).unlink()
    assert command.run(parsed()) == 1
    assert f"Missing: invoice.pdf ({attached.public_id})" in capsys.readouterr().out


def test_the_command_repairs(attached: Attachment, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_old(folder, current_store().write(new_key(), [b"x"], limit=1).key)
    assert command.run(parsed()) == 1
    assert command.run(parsed("--repair")) == 0
    assert "Deleted 1 files" in capsys.readouterr().out
    assert command.run(parsed()) == 0


def test_what_somebody_put_there_is_named_and_left(
    attached: Attachment, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "notes.txt").write_text("x")
    os.utime(folder / "notes.txt", (0, 0))
    assert command.run(parsed("--repair")) == 1
    assert "Not a file of ours: notes.txt. Remove it yourself." in capsys.readouterr().out
    assert (folder / "notes.txt").exists()


def test_the_command_speaks_json(
    attached: Attachment, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place_of(folder, attached.key).write_bytes(b"")
    assert command.run(parsed("--json", "--quick")) == 1
    assert json.loads(capsys.readouterr().out)["changed"] == [f"invoice.pdf ({attached.public_id})"]
