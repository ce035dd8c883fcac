"""Files on things, in the browser: the panel, the form, what is served and how."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assetry.platform.attachments.models import Attachment
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_supplier
from tests.platform.attachments.files import PDF, attach, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path


@pytest.fixture
def asset(cast: Cast) -> Any:
    with signed("test"):
        return make_asset(cast.company)


def client_of(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def upload(
    content: bytes = PDF, name: str = "invoice.pdf", claimed: str = "application/pdf"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, claimed)


def test_a_form_attaches_a_file(cast: Cast, asset: Any) -> None:
    answer = client_of(cast, "technician").post(f"/files/asset/{asset.public_id}/attach", {"file": upload()})
    assert (answer.status_code, answer["Location"]) == (302, f"/assets/{asset.public_id}#files")
    assert Attachment.objects.get().name == "invoice.pdf"


def test_the_panel_shows_it(cast: Cast, asset: Any) -> None:
    made = attach(cast.actor("technician"), asset)
    content = client_of(cast, "technician").get(f"/assets/{asset.public_id}").content.decode()
    assert f"/files/asset/{asset.public_id}/{made.public_id}" in content
    assert "File attached" in content
    assert "Sam Idris" in content


def test_a_panel_without_files_says_what_it_is_for(cast: Cast, asset: Any) -> None:
    content = client_of(cast, "technician").get(f"/assets/{asset.public_id}").content.decode()
    assert "No files yet" in content
    assert "Attach a file" in content


def test_who_may_not_change_the_thing_sees_no_verbs(cast: Cast, asset: Any) -> None:
    attach(cast.actor("technician"), asset)
    content = client_of(cast, "auditor").get(f"/assets/{asset.public_id}").content.decode()
    assert "invoice.pdf" in content
    assert "Attach a file" not in content
    assert "/remove" not in content


def test_the_panel_is_on_plain_records_too(cast: Cast) -> None:
    with signed("test"):
        supplier = make_supplier()
    attach(cast.actor("asset_manager"), supplier, "supplier", name="terms.pdf")
    content = client_of(cast, "asset_manager").get(f"/suppliers/{supplier.public_id}").content.decode()
    assert "terms.pdf" in content


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (upload(b"MZ\x90\0", "setup.exe"), "Files of this type are not kept"),
        (upload(b"<svg/>", "logo.svg"), "does not fit what is in the file"),
        (upload(b"", "empty.pdf"), "Choose a file that is not empty"),
        ("no file at all", "Choose a file that is not empty"),
    ],
)
def test_a_refusal_stands_in_the_form(cast: Cast, asset: Any, file: Any, said: str) -> None:
    answer = client_of(cast, "technician").post(f"/files/asset/{asset.public_id}/attach", {"file": file})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused(cast: Cast, asset: Any, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1_000_000
    big = upload(PDF + b"0" * 1_000_000)
    answer = client_of(cast, "technician").post(f"/files/asset/{asset.public_id}/attach", {"file": big})
    assert answer.status_code == 422
    assert "larger than 1 MB" in answer.content.decode()


def test_b3_a_download_is_inert(cast: Cast, asset: Any) -> None:
    made = attach(cast.actor("technician"), asset)
    answer = client_of(cast, "technician").get(f"/files/asset/{asset.public_id}/{made.public_id}")
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="invoice.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "application/pdf"


def test_b3_a_preview_is_drawn_anew(cast: Cast, asset: Any) -> None:
    content = picture("JPEG", comment=b"<script>alert(1)</script>")
    made = attach(cast.actor("technician"), asset, content=content, name="photo.jpg")
    answer = client_of(cast, "technician").get(f"/files/asset/{asset.public_id}/{made.public_id}/preview")
    assert answer["Content-Type"] == "image/webp"
    assert b"script" in content
    assert b"script" not in answer.content
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_what_is_no_picture_has_no_preview(cast: Cast, asset: Any) -> None:
    made = attach(cast.actor("technician"), asset)
    answer = client_of(cast, "technician").get(f"/files/asset/{asset.public_id}/{made.public_id}/preview")
    assert answer.status_code == 404


def test_a_broken_picture_has_no_preview(cast: Cast, asset: Any) -> None:
    made = attach(cast.actor("technician"), asset, content=picture()[:40], name="broken.png")
    answer = client_of(cast, "technician").get(f"/files/asset/{asset.public_id}/{made.public_id}/preview")
    assert answer.status_code == 404


def test_removing_asks_first_and_then_removes(cast: Cast, asset: Any) -> None:
    made = attach(cast.actor("technician"), asset)
    client, url = client_of(cast, "technician"), f"/files/asset/{asset.public_id}/{made.public_id}/remove"
    assert "Remove invoice.pdf" in client.get(url).content.decode()
    assert Attachment.objects.get().removed_at is None
    assert client.post(url).status_code == 302
    assert Attachment.objects.get().removed_at is not None
    content = client.get(f"/assets/{asset.public_id}").content.decode()
    assert "File removed" in content


@pytest.mark.parametrize("what", ["", "/preview", "/remove"])
def test_a1_another_company_s_file_is_absent(cast: Cast, asset: Any, what: str) -> None:
    made = attach(cast.actor("technician"), asset, content=picture(), name="photo.png")
    answer = client_of(cast, "stranger").get(f"/files/asset/{asset.public_id}/{made.public_id}{what}")
    assert answer.status_code == 404
    assert "photo" not in answer.content.decode()


def test_a1_whoever_is_not_signed_in_gets_no_file(cast: Cast, asset: Any) -> None:
    made = attach(cast.actor("technician"), asset)
    answer = Client().get(f"/files/asset/{asset.public_id}/{made.public_id}")
    assert answer["Location"].startswith("/accounts/sign-in/")


def test_a5_an_employee_attaches_nothing(cast: Cast, asset: Any) -> None:
    answer = client_of(cast, "employee").post(f"/files/asset/{asset.public_id}/attach", {"file": upload()})
    assert answer.status_code == 403


def test_a_lost_file_is_absent(cast: Cast, asset: Any, folder: Path) -> None:
    made = attach(cast.actor("technician"), asset)
    next(path for path in folder.rglob(made.key)).unlink()
    answer = client_of(cast, "technician").get(f"/files/asset/{asset.public_id}/{made.public_id}")
    assert answer.status_code == 404
