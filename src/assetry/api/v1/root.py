"""The API, version 1."""

from typing import Any

from ninja import NinjaAPI

from assetry.api.v1 import (
    access,
    activity,
    catalog,
    comments,
    contracts,
    costs,
    custom_fields,
    inbox,
    kind_settings,
    me,
    organization,
    pictures,
    reminders,
    renewals,
    reports,
    search,
    settings,
    software,
    statuses,
    stories,
    tokens,
    webhooks,
)
from assetry.api.v1.assets import history, moves, register, relations
from assetry.api.v1.attachments import routes as attachments
from assetry.api.v1.document import complete
from assetry.api.v1.parsing import StrictParser
from assetry.api.v1.problems import add_handlers
from assetry.api.v1.rehearsal import rehearsed


class Api(NinjaAPI):
    """ninja's, with a completed document, which is made once."""

    _document: Any = None

    def get_openapi_schema(self, **options: Any) -> Any:
        """The document; it says nothing of the register, so that everybody may read it."""
        if self._document is None:
            self._document = super().get_openapi_schema(**options)
            complete(self._document)
        return self._document


api = Api(
    title="Assetry",
    version="1",
    description="The register of your IT assets. See docs/api for tokens, filters, pages, versions and problems.",
    urls_namespace="api-v1",
    docs_url=None,
    parser=StrictParser(),
)
add_handlers(api)
api.add_decorator(rehearsed, mode="operation")
# Of two addresses that fit, the first counts: /assets/check-out before /assets/{public_id}.
for area in (
    *(me, tokens, search, moves, register, relations, history, stories, organization),
    *(
        catalog,
        contracts,
        costs,
        renewals,
        software,
        custom_fields,
        pictures,
        kind_settings,
        statuses,
        settings,
        access,
        activity,
        attachments,
        comments,
        inbox,
        reminders,
        reports,
        webhooks,
    ),
):
    api.add_router("", area.router)
