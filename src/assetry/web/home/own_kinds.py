"""The sidebar's entries of kinds that the organization made: they come with the counts, no page asks for them."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.formats import number_format

from assetry.domain.catalog.models import NO_FACET, AssetKind
from assetry.web.routes import AssetryRequest

# Name, address, icon, how many there are, whether one is there.
type Entry = tuple[str, str, str, str, bool]


def own_kinds(request: AssetryRequest, kinds: Iterable[AssetKind], numbers: Mapping[str, int]) -> list[Entry]:
    """One entry per kind without a facet, in their order; the other kinds' entries stand in the page."""
    here = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return [
        (
            kind.name_plural,
            url,
            kind.icon,
            number_format(numbers[kind.code], force_grouping=True),
            url == here,
        )
        for kind in kinds
        if kind.facet == NO_FACET
        for url in (reverse("assets_of_kind", kwargs={"kind": kind.code}),)
    ]
