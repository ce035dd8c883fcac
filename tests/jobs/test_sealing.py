"""What the worker does for the trail."""

import logging
import os
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from procrastinate.contrib.django import app

from assetry.jobs.sealing import make_trail_months, seal_trail
from assetry.platform.audit.sealing.head import NAME, head_file, read_head
from assetry.platform.audit.signed import signed
from tests.factories import make_company

pytestmark = pytest.mark.django_db


def test_it_keeps_the_head_in_the_data_folder(tmp_path: Path) -> None:
    with override_settings(DATA_DIR=tmp_path):
        seal_trail(timestamp=0)
        assert head_file() == tmp_path / NAME


def test_a_head_that_does_not_fit_is_said_and_stays(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / NAME).write_text("of another chain")
    with override_settings(DATA_DIR=tmp_path), caplog.at_level(logging.ERROR):
        seal_trail(timestamp=0)
    assert "assetry audit verify" in caplog.text
    assert (tmp_path / NAME).read_text() == "of another chain"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk")
@pytest.mark.django_db(transaction=True)
def test_r15_a_head_without_room_is_said_in_one_line_and_written_later(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with signed("test"):
        make_company("Any")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "none", tmp_path], check=True)
    try:
        (tmp_path / "ballast").write_bytes(b"x" * 4096)
        with override_settings(DATA_DIR=tmp_path):
            seal_trail(timestamp=0)
            (record,) = caplog.records
            assert (record.exc_info, "No space left on device" in record.getMessage()) == (None, True)
            (tmp_path / "ballast").unlink()
            seal_trail(timestamp=0)
            head = read_head(head_file())
        assert head is not None
    finally:
        subprocess.run(["umount", "--lazy", tmp_path], check=True)


def test_it_makes_the_months_to_come() -> None:
    make_trail_months(timestamp=0)


def test_the_worker_knows_the_jobs() -> None:
    assert "assetry.jobs.sealing" in settings.PROCRASTINATE_IMPORT_PATHS
    assert {"assetry.jobs.sealing.seal_trail", "assetry.jobs.sealing.make_trail_months"} <= app.tasks.keys()
