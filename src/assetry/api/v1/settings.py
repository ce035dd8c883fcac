"""Tag schemes."""

from typing import Any

from django.http import HttpResponse
from ninja import Router

from assetry.api.v1.answers import no_content
from assetry.api.v1.guard import Bearer
from assetry.api.v1.reading import get_one
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.resources import Resource, add_routes
from assetry.domain.assets.events import SettingsPermission as P
from assetry.domain.assets.operations import delete_tag_scheme, save_tag_scheme
from assetry.domain.assets.settings_fields import TAG_SCHEME_FIELDS
from assetry.domain.organization.named import Values
from assetry.kernel.values import clean_changes
from assetry.platform.permissions.actor import Actor

router = Router()


def _create_tag_scheme(*, values: Values, **rest: Any) -> Any:
    return save_tag_scheme(**_scheme_values({"prefix": "", "category": None, **values}), **rest)


def _edit_tag_scheme(*, actor: Actor, row: Any, changes: Values, **rest: Any) -> None:
    present = {"prefix": row.prefix, "digits": row.digits, "category": row.category}
    save_tag_scheme(
        actor=actor, company=row.company, scheme=row, **_scheme_values(present | dict(changes)), **rest
    )


def _scheme_values(values: Values) -> dict[str, Any]:
    """The values in their fields' types. Raises InvalidInput."""
    cleaned = clean_changes({field.name: field for field in TAG_SCHEME_FIELDS}, values)
    return cleaned | {"digits": int(cleaned["digits"])}


RESOURCES = (
    Resource(
        path="tag-schemes",
        entity="tag_scheme",
        view=P.VIEW,
        manage=P.MANAGE_TAGS,
        in_company=True,
        create=_create_tag_scheme,
        edit=_edit_tag_scheme,
    ),
)

for resource in RESOURCES:
    add_routes(router, resource)


@router.delete(
    "/tag-schemes/{public_id}",
    response={204: None},
    operation_id="delete_tag_scheme",
    summary="Delete a tag scheme that never gave a tag",
    tags=["Tag schemes"],
    auth=Bearer(P.MANAGE_TAGS),
)
def delete(request: ApiRequest, public_id: str) -> HttpResponse:
    """Once it gave a tag it stays (`tag_scheme_gave_tags`)."""
    version = version_seen(request)
    scheme = get_one(request.auth, "tag_scheme", public_id)
    delete_tag_scheme(actor=request.auth, scheme=scheme, version=version, at=request.received_at)
    return no_content()
