"""B9, paths made of what somebody typed. Snipe CVE-2026-55474, CVE-2026-55469 (an import deletes any file), InvenTree
CVE-2026-33531, GLPI CVE-2026-42317, CVE-2022-31062."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assetry.platform.attachments.models import Attachment
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset
from tests.platform.attachments.files import PDF, attach

pytestmark = pytest.mark.django_db
HOSTILE = [
    "../../../etc/passwd.pdf",
    "..\\..\\windows\\win.pdf",
    "/etc/passwd.pdf",
    "C:\\boot.pdf",
    "\\\\server\\share\\a.pdf",
    "..%2f..%2fetc%2fpasswd.pdf",
    "%2e%2e/a.pdf",
    "a\x00.pdf",
    "a%00.pdf",
    "....//....//a.pdf",
    "．．/a.pdf",
    "..／a.pdf",
    "a/../../b.pdf",
    "./a.pdf",
    "~/a.pdf",
    "$HOME/a.pdf",
    "file:///etc/passwd.pdf",
    "CON.pdf",
    "a.pdf:stream.pdf",
    "files/../secret_key.pdf",
    "\u2025/a.pdf",
    "a\\..\\b.pdf",
    "İ.pdf",
    "ﬀ.pdf",
]


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    """A data folder with a key in it, and files below."""
    (tmp_path / "secret_key").write_text("key")
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path


def test_b9_no_name_reaches_the_disk(cast: Cast, data: Path) -> None:
    with signed("test"):
        asset = make_asset(cast.company)
    for number, name in enumerate(HOSTILE):
        attach(cast.actor("technician"), asset, content=PDF + bytes([number]), name=name)
    assert (data / "secret_key").read_text() == "key"
    assert {path.split("/")[0] for path in tree(data)} == {"secret_key", "files"}
    written = {path.name for path in (data / "files").rglob("*") if path.is_file()}
    assert written == set(Attachment.objects.values_list("key", flat=True))
    assert [
        name for name in Attachment.objects.values_list("name", flat=True) if set(name) & set("/\\:\x00")
    ] == []


IDS = [
    "..",
    "../secret_key",
    "..%2fsecret_key",
    "%00",
    ".",
    "secret_key",
    "0123456789AB/../../secret_key",
    "*",
    "'",
    "a" * 300,
]


@pytest.mark.parametrize("end", ["", "/preview", "/remove"])
def test_b9_no_address_reaches_the_disk(cast: Cast, data: Path, end: str) -> None:
    with signed("test"):
        asset = make_asset(cast.company)
    client = Client()
    client.force_login(cast.user("technician"))
    asked = {one: client.get(f"/files/asset/{asset.public_id}/{quote(one, safe='%/')}{end}") for one in IDS}
    assert {
        one: answer.status_code for one, answer in asked.items() if answer.status_code not in {404, 400}
    } == {}
    assert [one for one, answer in asked.items() if answer.content == b"key"] == []


def test_b9_a_column_of_an_import_names_no_file(cast: Cast, data: Path) -> None:
    """There is no column for files or pictures: what is called so is not matched to anything."""
    client = Client()
    client.force_login(cast.user("asset_manager"))
    rows = f"Name,Picture,Image,File\nLaptop,../secret_key,{data}/secret_key,secret_key\n".encode()
    file = SimpleUploadedFile("assets.csv", rows, "text/csv")
    answer = client.post("/imports", {"kind": "hardware", "file": file}, follow=True)
    assert answer.status_code in {200, 404}
    assert (data / "secret_key").read_text() == "key"
