"""What tests of bulk changes share: assets, a run on them, its job."""

from typing import Any

from django.db.models import QuerySet

from assetry.domain.assets.models import Asset
from assetry.jobs.bulk import apply_bulk
from assetry.kernel.filters import parse_filter
from assetry.platform.audit.signed import signed
from assetry.platform.bulk.models import BulkRow, BulkRun
from assetry.platform.bulk.runs import begin_run, preview_run, queue_run
from assetry.platform.bulk.scope import packed_scope
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_category


def make_assets(cast: Cast, count: int = 3, **values: Any) -> list[Asset]:
    with signed("test"):
        category = values.pop("category", None) or make_category()
        return [
            make_asset(values.get("company", cast.company), category=category, **_without(values))
            for _number in range(count)
        ]


def _without(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "company"}


def rows_of(cast: Cast, role: str = "technician") -> "QuerySet[Asset]":
    """What somebody sees."""
    return Asset.objects.visible_to(cast.actor(role))


def chosen(
    cast: Cast, rows: Any, *, role: str = "technician", work: str = "edit", filter_: str = "", **more: Any
) -> BulkRun:
    """A run on the rows; with a filter, on what that finds."""
    scope = packed_scope(parse_filter(filter_), "") if filter_ else {}
    return begin_run(
        actor=cast.actor(role),
        entity="asset",
        work=work,
        rows=rows,
        scope=scope,
        return_url="",
        at=NOW,
        **more,
    )


def previewed(
    cast: Cast,
    rows: Any,
    *,
    role: str = "technician",
    work: str = "edit",
    filter_: str = "",
    **arguments: Any,
) -> BulkRun:
    """A run that shows what the arguments would do."""
    run = chosen(cast, rows, role=role, work=work, filter_=filter_)
    preview_run(actor=cast.actor(role), run=run, arguments=arguments, at=NOW)
    return run


def applied(run: BulkRun) -> BulkRun:
    """The run after its job."""
    queue_run(run, at=NOW)
    apply_bulk(run_id=run.pk)
    run.refresh_from_db()
    return run


def outcomes(run: BulkRun) -> dict[int, str]:
    return dict(BulkRow.objects.filter(run=run).values_list("object_id", "outcome"))
