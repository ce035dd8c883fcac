"""Files on things, over the API."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assetry.api.v1.attachments.routes import PATHS
from assetry.domain.ledger.models import CostCenter
from assetry.kernel.registry import entity_named
from assetry.platform.attachments.models import Attachment
from assetry.platform.attachments.queries import attachable_entities
from assetry.platform.audit.signed import signed
from assetry.platform.files.current import current_store
from tests import factories
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.factories import make_asset, make_location
from tests.platform.attachments.files import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path


@pytest.fixture
def asset(cast: Cast) -> Any:
    with signed("test"):
        return make_asset(cast.company)


def send(caller: Caller, path: str, content: bytes = PDF, name: str = "invoice.pdf", **headers: str) -> Any:
    """POST a multipart body with one file."""
    sent = {
        "Authorization": f"Bearer {caller.token}",
        **{key.replace("_", "-"): v for key, v in headers.items()},
    }
    return Client().post(f"/api/v1{path}", {"file": SimpleUploadedFile(name, content)}, headers=sent)


def test_every_thing_that_takes_files_has_the_routes() -> None:
    assert set(PATHS) == {entity.name for entity in attachable_entities()}


def test_a_file_is_attached_listed_downloaded_and_removed(
    cast: Cast, asset: Any, caller: Callable[[str], Caller]
) -> None:
    technician, base = caller("technician"), f"/assets/{asset.public_id}/files"
    made = send(technician, base)
    assert made.status_code == 201, made.content
    told = made.json()
    assert made["Location"] == f"/api/v1{base}/{told['id']}"
    assert told["name"] == "invoice.pdf"
    assert told["attached_by"]["name"] == "Sam Idris"
    assert [item["sha256"] for item in technician.get(base).data["items"]] == [told["sha256"]]
    download = Client().get(made["Location"], headers={"Authorization": f"Bearer {technician.token}"})
    assert download.content == PDF
    assert download["Content-Disposition"] == 'attachment; filename="invoice.pdf"'
    assert download["X-Content-Type-Options"] == "nosniff"
    assert technician("DELETE", f"{base}/{told['id']}", If_Match=made["ETag"]).status == 204
    assert technician.get(base).data["items"] == []


@pytest.mark.parametrize("entity", sorted(PATHS))
def test_every_thing_takes_one(cast: Cast, caller: Callable[[str], Caller], entity: str) -> None:
    with signed("test"):
        asset = make_asset(cast.company)
        place = make_location(cast.company)
    asset.refresh_from_db()
    rows: Any = entity_named(entity).visible_to(cast.actor("administrator"))
    row: Any = {"asset": asset, "location": place}.get(entity) or rows.first() or _made(cast, entity)
    assert send(caller("administrator"), f"/{PATHS[entity]}/{row.public_id}/files").status_code == 201


def _made(cast: Cast, entity: str) -> Any:
    with signed("test"):
        return _MAKERS[entity](cast.company)


def _license(company: Any) -> Any:
    made = factories.make_license(company)
    factories.make_entitlement(made, 3)
    return made


_MAKERS: dict[str, Callable[[Any], Any]] = {
    "department": factories.make_department,
    "supplier": lambda _company: factories.make_supplier(),
    "model": lambda _company: factories.make_model(),
    "manufacturer": lambda _company: factories.make_model().manufacturer,
    "category": lambda _company: factories.make_model().category,
    "cost_center": lambda company: CostCenter.objects.create(
        company=company, name="C", name_sort="c", code="1"
    ),
    "contract": factories.make_contract,
    "coverage": lambda company: factories.make_coverage(
        factories.make_contract(company), make_asset(company)
    ),
    "license": _license,
    "entitlement": lambda company: factories.make_entitlement(_license(company)),
    "allocation": lambda company: factories.make_allocation(
        _license(company), person=factories.make_person(company)
    ),
    "software_product": lambda _company: factories.make_product(),
    "released_product": lambda _company: factories.make_release().product,
    "release": lambda _company: factories.make_release(),
    "relation": lambda company: factories.make_relation(make_asset(company), make_asset(company)),
}


def test_a_key_sends_it_once(cast: Cast, asset: Any, caller: Callable[[str], Caller]) -> None:
    base = f"/assets/{asset.public_id}/files"
    first = send(caller("technician"), base, Idempotency_Key="k")
    again = send(caller("technician"), base, Idempotency_Key="k")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert Attachment.objects.count() == 1
    assert len(list(current_store().iterate())) == 1


def multipart(boundary: str, content: bytes) -> bytes:
    """A body with one file, as a client frames it: another boundary each time."""
    named = b'Content-Disposition: form-data; name="file"; filename="a.pdf"'
    frame = b"--" + boundary.encode()
    return b"\r\n".join([frame, named, b"Content-Type: application/pdf", b"", content, frame + b"--", b""])


def test_a_key_knows_the_file_whatever_its_frame(
    cast: Cast, asset: Any, caller: Callable[[str], Caller]
) -> None:
    headers = {"Authorization": f"Bearer {caller('technician').token}", "Idempotency-Key": "k"}
    answers = [
        Client().post(
            f"/api/v1/assets/{asset.public_id}/files",
            multipart(boundary, content),
            content_type=f"multipart/form-data; boundary={boundary}",
            headers=headers,
        )
        for boundary, content in (("one", PDF), ("two", PDF), ("two", PDF + b"\n"))
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 422]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert answers[2].json()["code"] == "idempotency_key_used"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ((b"", "a.pdf"), "file_empty"),
        ((b"\x7fELF\0", "a.pdf"), "file_type_refused"),
        ((PDF, "a.html"), "file_type_mismatch"),
    ],
)
def test_a_refusal_names_its_code(
    cast: Cast, asset: Any, caller: Callable[[str], Caller], file: tuple[bytes, str], code: str
) -> None:
    answer = send(caller("technician"), f"/assets/{asset.public_id}/files", *file)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert list(current_store().iterate()) == []


def test_a_body_that_is_no_multipart_has_no_file(
    cast: Cast, asset: Any, caller: Callable[[str], Caller]
) -> None:
    assert caller("technician").post(f"/assets/{asset.public_id}/files", {}).status == 422


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/x; boundary=b"]
)
def test_a_broken_body_is_said_to_be_broken(
    cast: Cast, asset: Any, caller: Callable[[str], Caller], kind: str
) -> None:
    headers = {"Authorization": f"Bearer {caller('technician').token}"}
    url = f"/api/v1/assets/{asset.public_id}/files"
    answer = Client().generic("POST", url, b"--b\r\n\r\n", content_type=kind, headers=headers)
    assert answer.status_code in {400, 422}
    assert json.loads(answer.content)["code"] in {"body_unreadable", "file_empty"}


def test_more_than_the_route_reads_is_refused_unread(
    cast: Cast, asset: Any, caller: Callable[[str], Caller]
) -> None:
    headers = {"Authorization": f"Bearer {caller('technician').token}", "Content-Length": str(10**9)}
    answer = Client().generic("POST", f"/api/v1/assets/{asset.public_id}/files", b"", headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("employee", 403), ("stranger", 404)])
def test_a5_who_may_not_change_it_attaches_nothing(
    cast: Cast, asset: Any, caller: Callable[[str], Caller], role: str, status: int
) -> None:
    assert send(caller(role), f"/assets/{asset.public_id}/files").status_code == status
    assert not Attachment.objects.exists()


def test_a2_a_file_under_another_thing_s_address_is_absent(
    cast: Cast, asset: Any, caller: Callable[[str], Caller]
) -> None:
    with signed("test"):
        other = make_asset(cast.company)
    technician = caller("technician")
    told = send(technician, f"/assets/{asset.public_id}/files").json()
    assert technician.get(f"/assets/{other.public_id}/files/{told['id']}").status == 404
    assert technician("DELETE", f"/assets/{other.public_id}/files/{told['id']}", If_Match="*").status == 404
    assert Attachment.objects.get().removed_at is None


def test_removing_needs_the_version(cast: Cast, asset: Any, caller: Callable[[str], Caller]) -> None:
    technician, base = caller("technician"), f"/assets/{asset.public_id}/files"
    told = send(technician, base).json()
    assert technician("DELETE", f"{base}/{told['id']}").status == 428
    assert technician("DELETE", f"{base}/{told['id']}", If_Match='"2"').status == 412


def test_two_parts_of_one_name_are_refused_by_name(caller: Callable[[str], Caller], asset: Any) -> None:
    files = [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", PDF + b"b")]
    sent = {"Authorization": f"Bearer {caller('technician').token}"}
    answer = Client().post(f"/api/v1/assets/{asset.public_id}/files", {"file": files}, headers=sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "one_file_only")
    assert Attachment.objects.count() == 0


def test_two_parts_are_refused_by_the_page_too(client: Client, cast: Cast, asset: Any) -> None:
    client.force_login(cast.user("technician"))
    files = [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", PDF + b"b")]
    answer = client.post(f"/files/asset/{asset.public_id}/attach", {"file": files})
    assert (answer.status_code, "2 parts are named" in answer.text) == (422, True)
    assert Attachment.objects.count() == 0
