"""Reads of contracts."""

from collections.abc import Sequence

from django.db.models import Count, F, OuterRef, Q, QuerySet

from assetry.domain.assets.models import Asset
from assetry.domain.assets.states import State
from assetry.domain.assets.tag_index import TagKey
from assetry.domain.contracts.models import FOREVER, Contract, Coverage
from assetry.kernel.text import serial_key, tag_key
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor

LONGEST_CHAIN = 12
RELATED = ("company", "supplier", "manufacturer", "owner", "cost_center", "predecessor")


def get_contract_for(actor: Actor, public_id: str) -> Contract:
    """The contract of that public id; raises NotFound."""
    return row_of(Contract.objects.visible_to(actor).select_related(*RELATED), public_id)


def get_coverage_for(actor: Actor, public_id: str) -> Coverage:
    """The coverage of that public id; raises NotFound."""
    return row_of(
        Coverage.objects.visible_to(actor).select_related("company", "contract__supplier", "asset"), public_id
    )


def list_coverage_of(actor: Actor, asset: Asset) -> list[Coverage]:
    """What covers, covered or will cover an asset, the latest first."""
    rows = Coverage.objects.visible_to(actor).filter(asset=asset).select_related("contract__supplier")
    return sorted(rows, key=lambda row: (row.last_day or FOREVER, row.starts_on, row.pk), reverse=True)


def coverage_of_each(actor: Actor) -> QuerySet[Coverage]:
    """For a subquery of assets: what covers, covered or will cover each."""
    return Coverage.objects.visible_to(actor).filter(asset=OuterRef("pk"))


def list_contracts_of_assets(actor: Actor, ids: Sequence[int]) -> list[tuple[int, Contract]]:
    """(asset, contract) of each contract that covers one of these assets and was neither renewed nor terminated."""
    rows = Coverage.objects.visible_to(actor).filter(
        asset_id__in=ids, contract__is_renewed=False, contract__terminated_on=None
    )
    pairs = {(row.asset_id, row.contract_id): row for row in rows.select_related("contract").order_by("pk")}
    return [(asset, row.contract) for (asset, _contract), row in pairs.items()]


def list_chain(contract: Contract) -> list[Contract]:
    """The terms of a contract, the first one first; one company's, so whoever sees one sees all."""
    chain = [contract]
    while (before := chain[0].predecessor) is not None and len(chain) < LONGEST_CHAIN:
        chain.insert(0, before)
    while len(chain) < LONGEST_CHAIN and (after := Contract.objects.filter(predecessor=chain[-1]).first()):
        chain.append(after)
    return chain


def coverage_of_contract(actor: Actor, contract: Contract, limit: int) -> tuple[list[Coverage], int, int]:
    """The first that it covers, by name; how many there are, and how many of these are retired or disposed of."""
    rows = Coverage.objects.visible_to(actor).filter(contract=contract)
    gone = Count("id", filter=Q(asset__state__in=(State.RETIRED, State.DISPOSED)))
    counted = rows.aggregate(n=Count("id"), gone=gone)
    shown = rows.select_related("contract", "asset__model", "asset__category").order_by(
        "asset__name_sort", "id"
    )[:limit]
    return list(shown), counted["n"], counted["gone"]


def find_assets_by_codes(actor: Actor, codes: Sequence[str]) -> tuple[list[Asset], list[str]]:
    """The assets that tags or serial numbers name, and the codes that name none or several; two statements."""
    seen = Asset.objects.visible_to(actor)
    tags = {tag_key(code) for code in codes}
    serials = {key for code in codes if (key := serial_key(code))}
    by_tag = _by_key(seen.annotate(key=TagKey("asset_tag")).filter(key__in=tags))
    by_serial = _by_key(seen.filter(serial_key__in=serials).annotate(key=F("serial_key")))
    found: dict[int, Asset] = {}
    unknown = []
    for code in dict.fromkeys(codes):
        named = by_tag.get(tag_key(code)) or by_serial.get(serial_key(code) or "", {})
        if len(named) == 1:
            found |= named
        else:
            unknown.append(code)
    return list(found.values()), unknown


def _by_key(rows: "QuerySet[Asset]") -> dict[str, dict[int, Asset]]:
    keyed: dict[str, dict[int, Asset]] = {}
    for row in rows.only("id", "company", "asset_tag"):
        keyed.setdefault(row.key, {})[row.pk] = row  # type: ignore[attr-defined]
    return keyed
