"""R16, files lost or left behind. Snipe #13515, Homebox #1046, #1144: a full disk, a kill or a refusal between bytes
and row leaves neither a row without bytes nor bytes that stay; `assetry files check` finds nothing afterwards."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from assetry.platform.attachments.models import Attachment
from assetry.platform.attachments.refusals import FileTypeRefused
from assetry.platform.audit.signed import signed
from assetry.platform.files.checks import check_files
from assetry.platform.files.current import current_store
from assetry.platform.files.models import FileDeletion
from assetry.platform.files.staging import delete_due
from tests.cast import Cast
from tests.factories import make_asset
from tests.platform.attachments.files import PDF, attach

ROOT = Path(__file__).resolve().parents[2]
LATER = datetime.now(UTC) + timedelta(days=30)


@pytest.fixture
def small_disk(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A file system of one megabyte of its own."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", tmp_path], check=True)
    settings.FILES_DIR = tmp_path / "files"
    yield tmp_path
    subprocess.run(["umount", "--lazy", tmp_path], check=True)


@pytest.mark.django_db
@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk")
def test_r16_a_full_disk_is_said_and_leaves_nothing(cast: Cast, small_disk: Path) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    with signed("test"):
        asset = make_asset(cast.company)
    client, url = Client(), f"/files/asset/{asset.public_id}/attach"
    client.force_login(cast.user("technician"))
    answer = client.post(url, {"file": SimpleUploadedFile("big.pdf", PDF + b"0" * 2_000_000)})
    assert answer.status_code == 507
    assert "no room" in answer.content.decode()
    assert (Attachment.objects.count(), FileDeletion.objects.count()) == (0, 0)
    assert list(current_store().iterate()) == []
    later = client.post(url, {"file": SimpleUploadedFile("small.pdf", PDF)})
    assert later.status_code == 302
    assert check_files(at=LATER).is_sound


# Attaches files for ever, saying each one that was acknowledged; is killed at some point.
ATTACHING = """
import itertools, sys
import django
django.setup()
from django.conf import settings
settings.FILES_DIR = sys.argv[2]
settings.DATABASES["default"]["NAME"] = sys.argv[3]
from assetry.domain.assets.models import Asset
from assetry.platform.accounts.models import User
from assetry.platform.permissions.actor import Actor
from tests.platform.attachments.files import PDF, attach
user = User.objects.get(email="technician@example.com")
actor = Actor(user_id=user.pk, name=user.name, person_id=user.person_id)
asset = Asset.objects.get(pk=int(sys.argv[1]))
for number in itertools.count():
    made = attach(actor, asset, content=PDF + str(number).encode() * 5000, name=f"{number}.pdf")
    print(made.key, flush=True)
    if number >= 60:
        break
"""


def kill_after(acknowledged: int, asset: Any, folder: Path) -> list[str]:
    """Start attaching, kill -9 somewhere after that many; the keys that were acknowledged."""
    name = configured.DATABASES["default"]["NAME"]
    command = [sys.executable, "-c", ATTACHING, str(asset.pk), str(folder), name]
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        keys = [process.stdout.readline().strip() for _ in range(acknowledged)]
        process.send_signal(signal.SIGKILL)
        keys += [line.strip() for line in process.stdout if line.endswith("\n")]
    return [key for key in keys if key]


def prove(cast: Cast, folder: Path, kills: range) -> None:
    for acknowledged in kills:
        with signed("test"):
            asset = make_asset(cast.company)
        keys = kill_after(acknowledged, asset, folder)
        assert len(keys) >= acknowledged
        kept = set(Attachment.objects.filter(object_id=asset.pk).values_list("key", flat=True))
        assert set(keys) <= kept
        assert not check_files(at=LATER).missing
    delete_due(at=LATER)
    found = check_files(at=LATER)
    assert found.is_sound
    assert {one.key for one in current_store().iterate()} == set(
        Attachment.objects.values_list("key", flat=True)
    )


@pytest.mark.django_db(transaction=True)
def test_r16_a_kill_leaves_rows_with_bytes_and_nothing_else(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.FILES_DIR = tmp_path
    prove(cast, tmp_path, range(4, 5))


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_r16_a_hundred_kills(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path
    prove(cast, tmp_path, range(1, 51))
    prove(cast, tmp_path, range(1, 51))


@pytest.mark.soak
@pytest.mark.django_db
def test_r16_a_thousand_uploads_that_break_off(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path
    with signed("test"):
        asset = make_asset(cast.company)
    for number in range(1000):
        with pytest.raises(FileTypeRefused):
            attach(cast.actor("technician"), asset, content=b"MZ\0" + bytes([number % 256]), name="x.pdf")
    assert check_files(at=LATER).is_sound
    assert list(current_store().iterate()) == []
