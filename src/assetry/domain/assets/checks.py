"""What must be true of the register whatever happened, looked at apart from the code that keeps it so."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.counts import recount_differences
from assetry.kernel.refusals import Text
from assetry.platform.doctor.asking import select
from assetry.platform.doctor.checks import REGISTER, Check, Finding, Level, register_checks

_WRONG = """
WITH RECURSIVE up AS (
    SELECT a.id, c.holder_asset_id AS outer_id, a.id AS top, c.location_id, 0 AS depth
    FROM assets_asset a JOIN assets_custody c ON c.asset_id = a.id AND upper_inf(c.period)
    UNION ALL
    SELECT up.id, c.holder_asset_id, up.outer_id, c.location_id, up.depth + 1
    FROM up JOIN assets_custody c ON c.asset_id = up.outer_id AND upper_inf(c.period)
    WHERE up.depth < 30
), outermost AS (SELECT DISTINCT ON (id) id, top, location_id, outer_id FROM up ORDER BY id, depth DESC)
SELECT a.id FROM assets_asset a
LEFT JOIN assets_custody c ON c.asset_id = a.id AND upper_inf(c.period)
LEFT JOIN assets_statusperiod p ON p.asset_id = a.id AND upper_inf(p.period)
LEFT JOIN assets_status s ON s.id = p.status_id
LEFT JOIN outermost o ON o.id = a.id
WHERE (a.holder_person_id, a.holder_department_id, a.holder_asset_id, a.holder_supplier_id, a.expected_return_on)
      IS DISTINCT FROM
      (c.holder_person_id, c.holder_department_id, c.holder_asset_id, c.holder_supplier_id, c.expected_return_on)
   OR (a.status_id, a.state) IS DISTINCT FROM (p.status_id, s.state)
   OR a.location_id IS DISTINCT FROM o.location_id OR o.outer_id IS NOT NULL
   OR a.container_root_id IS DISTINCT FROM nullif(o.top, a.id)
"""
_GAPS = """
SELECT DISTINCT asset_id FROM (
    SELECT asset_id, period, lead(period) OVER (PARTITION BY asset_id ORDER BY period) AS following FROM {table}
) AS periods
WHERE upper(period) IS DISTINCT FROM lower(following)
"""
_UNFINDABLE = """
SELECT a.id FROM assets_asset a
WHERE NOT EXISTS (SELECT FROM search_searchdocument d WHERE d.entity = 'asset' AND d.object_id = a.id)
"""
_UNUSED_TAGS = """
SELECT coalesce(sum(c.next_number - 1 - used.n), 0)
FROM assets_tagcounter c
CROSS JOIN LATERAL (
    SELECT count(DISTINCT number) AS n FROM (
        SELECT substr(tag, length(c.prefix) + 1)::numeric AS number FROM (
            SELECT asset_tag AS tag FROM assets_asset WHERE company_id = c.company_id
            UNION ALL
            SELECT value FROM assets_assetidentifier WHERE company_id = c.company_id AND scheme = 'old_tag'
        ) AS tags
        WHERE tag ^@ c.prefix AND substr(tag, length(c.prefix) + 1) ~ '^[0-9]{1,18}$'
    ) AS numbers
    WHERE number >= 1 AND number < c.next_number
) AS used
"""

_DOUBLED_TAGS = """
SELECT string_agg(a.asset_tag || ' (' || a.public_id || ')', ', ' ORDER BY a.id) FROM assets_asset a
WHERE a.asset_tag IS NOT NULL
GROUP BY a.company_id, public.assets_tag_key(a.asset_tag) HAVING count(*) > 1 ORDER BY min(a.id)
"""


def register() -> None:
    """Register the checks of the register."""
    register_checks(
        Check(name="custody", label=_("Holders, places, statuses"), group=REGISTER, run=check_mirrors),
        Check(name="periods", label=_("Custody and status over time"), group=REGISTER, run=check_periods),
        Check(name="counters", label=_("Counters"), group=REGISTER, run=check_counters),
        Check(name="search", label=_("Search"), group=REGISTER, run=check_search),
        Check(name="tags", label=_("Tags"), group=REGISTER, run=check_tags),
        Check(name="doubled_tags", label=_("Tags in two writings"), group=REGISTER, run=check_doubled_tags),
    )


def wrong_mirrors() -> list[int]:
    """Assets whose row says something else than their open periods, or whose containers make a ring."""
    return _ids(_WRONG)


def gaps() -> list[int]:
    """Assets whose periods do not follow each other without a gap or an overlap."""
    return _ids(_GAPS.format(table="assets_custody")) + _ids(_GAPS.format(table="assets_statusperiod"))


def unfindable() -> list[int]:
    """Assets that have no document in the search index."""
    return _ids(_UNFINDABLE)


def doubled_tags() -> list[str]:
    """Assets of one company whose tags differ in case alone: earlier versions let them in."""
    return _ids(_DOUBLED_TAGS)


def unused_tags() -> int:
    """How many tags were given that no asset carries: operations that failed leave such gaps."""
    return int(_ids(_UNUSED_TAGS)[0])


def check_mirrors(_at: datetime) -> Finding:
    """What an asset's row says of holder, place and status is what its open periods say."""
    return _of_assets(
        wrong_mirrors(),
        good=_("Every asset's row agrees with its open periods."),
        bad=_("Assets that show another holder, place or status than their history: %(n)d."),
        mend=_("Report it with the asset's timeline; check the asset in and out again to set the row right."),
    )


def check_periods(_at: datetime) -> Finding:
    """Periods follow each other: an asset has one holder and one status at every instant."""
    return _of_assets(
        gaps(),
        good=_("The periods of every asset follow each other."),
        bad=_("Assets whose periods overlap or leave a gap: %(n)d."),
        mend=_("Report it with the asset's timeline: past dates of these assets are answered wrongly."),
    )


def check_counters(_at: datetime) -> Finding:
    """The counts that pages show are the counts of the rows."""
    differing = {table: n for table, n in recount_differences().items() if n}
    if differing:
        return Finding(
            level=Level.PROBLEM,
            detail=_("Counts that differ from a recount: %(n)d.") % {"n": sum(differing.values())},
            mend=_(
                "See what wrote past the counters or switched their triggers off, then run `assetry recount`."
            ),
            rows=tuple(f"{table}: {n}" for table, n in differing.items()),
        )
    return Finding(detail=_("Every count agrees with a recount."))


def check_search(_at: datetime) -> Finding:
    """What is there can be found."""
    return _of_assets(
        unfindable(),
        good=_("Every asset can be found by search."),
        bad=_("Assets that are missing from search: %(n)d."),
        mend=_("See what wrote past the index or switched its triggers off, then run `assetry recount`."),
    )


def check_tags(_at: datetime) -> Finding:
    """Tags that were given and are carried by nothing: for information, no harm is in a gap."""
    unused = unused_tags()
    if unused:
        return Finding(
            detail=_(
                "Numbers that the counters have passed and no asset carries: %(n)d. Nothing is wrong with that."
            )
            % {"n": unused}
        )
    return Finding(detail=_("Every tag that was given is, or was, on an asset."))


def check_doubled_tags(_at: datetime) -> Finding:
    """A scan, a search or a row of a file means one asset."""
    doubled = doubled_tags()
    if doubled:
        return Finding(
            level=Level.PROBLEM,
            detail=_("Tags that several assets of a company have, in capitals or not: %(n)d.")
            % {"n": len(doubled)},
            mend=_("Give all but one of these assets another tag, then restart Assetry."),
            rows=tuple(doubled[:100]),
        )
    return Finding(detail=_("No two assets of a company have tags that differ in capitals alone."))


def _of_assets(ids: list[int], *, good: Text, bad: Text, mend: Text) -> Finding:
    if not ids:
        return Finding(detail=good)
    shown = Asset.objects.filter(pk__in=ids[:100]).order_by("pk").values_list("public_id", flat=True)
    return Finding(level=Level.PROBLEM, detail=str(bad) % {"n": len(ids)}, mend=mend, rows=tuple(shown))


def _ids(query: str) -> list[Any]:
    return [identity for (identity,) in select(query)]
