"""B3, active content in attachments. Snipe CVE-2026-55466 (XHTML as text/xml served inline), Homebox 51bd04e5, Nautobot
CVE-2025-49143, GHSA-75mc-3pjc-727q (files without sign-in), iTop CVE-2026-34836, NetBox #22399."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assetry.platform.attachments.media import ALL
from assetry.platform.attachments.models import Attachment
from assetry.platform.audit.signed import signed
from tests.attack.polyglots import POLYGLOTS
from tests.cast import Cast
from tests.factories import make_asset

pytestmark = pytest.mark.django_db
# What a browser could take for a page of ours.
ACTIVE = (
    "html",
    "xml",
    "svg",
    "script",
    "css",
    "xsl",
    "mhtml",
    "rfc822",
    "multipart",
    "wasm",
    "flash",
    "java",
)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path


@pytest.fixture
def asset(cast: Cast) -> Any:
    with signed("test"):
        return make_asset(cast.company)


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.user("technician"))
    return client


def test_b3_there_are_forty_and_no_type_that_is_kept_is_active() -> None:
    assert len(POLYGLOTS) >= 40
    assert [
        media.type for media in ALL if any(word in media.type.replace("openxml", "") for word in ACTIVE)
    ] == []


@pytest.mark.parametrize(("name", "claimed", "content"), POLYGLOTS)
def test_b3_it_is_refused_or_served_inert(
    client: Client, asset: Any, name: str, claimed: str, content: bytes
) -> None:
    sent = client.post(
        f"/files/asset/{asset.public_id}/attach", {"file": SimpleUploadedFile(name, content, claimed)}
    )
    assert sent.status_code in {302, 422}
    for file in Attachment.objects.all():
        answers = [
            client.get(f"/files/asset/{asset.public_id}/{file.public_id}{end}") for end in ("", "/preview")
        ]
        assert b"".join(answers[0].streaming_content) == content  # type: ignore[attr-defined]
        assert_saved_only(answers[0])
        assert_redrawn(answers[1], content)


def assert_saved_only(answer: Any) -> None:
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert not any(word in answer["Content-Type"].replace("openxml", "") for word in ACTIVE)


def assert_redrawn(answer: Any, content: bytes) -> None:
    assert answer.status_code == 404 or answer["Content-Type"] == "image/webp"
    assert b"alert" not in (answer.content if answer.status_code == 200 else b"")
    assert answer.status_code == 404 or answer.content != content


def test_b3_the_address_of_a_file_is_not_guessed(client: Client, asset: Any) -> None:
    client.post(f"/files/asset/{asset.public_id}/attach", {"file": SimpleUploadedFile("a.txt", b"x")})
    file = Attachment.objects.get()
    assert len(file.public_id) == 12
    assert len(file.key) == 32
    assert file.key not in client.get(f"/assets/{asset.public_id}").content.decode()


def test_b3_a_file_s_own_policy_stands_not_the_page_s(client: Client, asset: Any) -> None:
    client.post(f"/files/asset/{asset.public_id}/attach", {"file": SimpleUploadedFile("a.txt", b"x")})
    answer = client.get(f"/files/asset/{asset.public_id}/{Attachment.objects.get().public_id}")
    answer.close()
    assert "script-src" not in answer["Content-Security-Policy"]
