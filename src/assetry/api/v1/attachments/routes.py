"""The routes of files, made for each entity whose things take some: list, attach, download, remove."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from ninja import Router

from assetry.api.v1.answers import answer, no_content
from assetry.api.v1.attachments.schemas import File, Files, shown
from assetry.api.v1.attachments.sent import AROUND, SENT, sent_file
from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.problems import Problem
from assetry.api.v1.reading import get_one
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.kernel.refusals import StalePage
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.attachments.operations import attach_file, remove_attachment
from assetry.platform.attachments.queries import get_attachment_for, list_attachments
from assetry.platform.attachments.receiving import received
from assetry.platform.attachments.serving import content_of, headers_of
from assetry.platform.files.current import current_store

router = Router()
PATHS: Final = {
    "asset": "assets", "company": "companies", "location": "locations", "department": "departments",
    "person": "people", "supplier": "suppliers", "cost_center": "cost-centers", "manufacturer": "manufacturers",
    "contract": "contracts", "coverage": "coverage", "license": "licenses", "entitlement": "license-purchases",
    "allocation": "license-allocations", "software_product": "software-products",
    "category": "categories", "model": "models", "released_product": "released-products", "release": "releases",
    "relation": "relations",
}  # fmt: skip
_FIRST: Final = 1  # a file never changes: its only version
_BINARY: Final = {"type": "string", "format": "binary"}
_SHOWN: Final[dict[str, Any]] = {
    "responses": {200: {"description": "The file.", "content": {"*/*": {"schema": _BINARY}}}}
}


def add_routes(entity: Entity, path: str) -> None:
    """Give the router the four routes of an entity."""
    _add_reading(entity, path, Bearer(entity.view_permission if entity.edit_place is None else SIGNED_IN))
    _add_attaching(entity, path)
    _add_removing(entity, path)


def _add_reading(entity: Entity, path: str, guard: Bearer) -> None:
    @router.get(
        f"/{path}/{{public_id}}/files", auth=guard, response=Files, operation_id=f"list_{entity.name}_files",
        summary=f"List the files of one {str(entity.label).lower()}", tags=["Files"],
    )  # fmt: skip
    def list_all(request: ApiRequest, public_id: str) -> HttpResponse:
        row = get_one(request.auth, entity.name, public_id)
        return answer({"items": shown(list_attachments(entity, row))})

    @router.get(
        f"/{path}/{{public_id}}/files/{{file_id}}", auth=guard, operation_id=f"get_{entity.name}_file",
        summary=f"Download a file of one {str(entity.label).lower()}", tags=["Files"], openapi_extra=_SHOWN,
    )  # fmt: skip
    def get(request: ApiRequest, public_id: str, file_id: str) -> HttpResponse:
        file = get_attachment_for(request.auth, entity, public_id, file_id)
        content = b"".join(content_of(file))
        return HttpResponse(content, headers={**headers_of(file), "ETag": f'"{_FIRST}"'})


def _add_attaching(entity: Entity, path: str) -> None:
    guard = Bearer(entity.edit_permission, largest=settings.MAX_UPLOAD_BYTES + AROUND)

    @router.post(
        f"/{path}/{{public_id}}/files", auth=guard,
        response={201: File, 507: Problem}, operation_id=f"attach_{entity.name}_file",
        summary=f"Attach a file to one {str(entity.label).lower()}", tags=["Files"], openapi_extra=SENT,
    )  # fmt: skip
    def attach(request: ApiRequest, public_id: str) -> HttpResponse:
        actor, at = request.auth, request.received_at
        row = get_one(actor, entity.name, public_id)
        file = sent_file(request)
        with received(actor=actor, entity=entity, row=row, chunks=file.chunks(), at=at) as stored:

            def effect() -> HttpResponse:
                made = attach_file(
                    actor=actor, entity=entity, row=row, stored=stored, name=file.name or "", at=at
                )
                location = f"/api/v1/{path}/{row.public_id}/files/{made.public_id}"
                return answer(shown([made])[0], status=201, version=_FIRST, location=location)

            response = once(request, effect, sent=f"{file.name}\n{stored.sha256}".encode())
            if getattr(request, "is_dry_run", False):  # the row is taken back after this
                current_store().delete(stored.key)
            return response


def _add_removing(entity: Entity, path: str) -> None:
    @router.delete(
        f"/{path}/{{public_id}}/files/{{file_id}}", auth=Bearer(entity.edit_permission), response={204: None},
        operation_id=f"remove_{entity.name}_file", summary=f"Remove a file of one {str(entity.label).lower()}",
        tags=["Files"],
    )  # fmt: skip
    def remove(request: ApiRequest, public_id: str, file_id: str) -> HttpResponse:
        actor, version = request.auth, version_seen(request)
        file = get_attachment_for(actor, entity, public_id, file_id)
        if version not in {None, _FIRST}:
            raise StalePage
        row = get_one(actor, entity.name, public_id)
        remove_attachment(actor=actor, entity=entity, row=row, attachment=file, at=request.received_at)
        return no_content()


for name, address in PATHS.items():
    add_routes(entity_named(name), address)
