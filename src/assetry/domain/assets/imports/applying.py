"""Carries a plan out, inside the operation's transaction: makes what is missing, allots tags, writes the rows."""

from collections import Counter, defaultdict
from datetime import datetime

from assetry.domain.assets.imports import store
from assetry.domain.assets.imports.making import make_pending
from assetry.domain.assets.imports.plan import Action, Pending, Plan, RowPlan
from assetry.domain.assets.status_models import Status
from assetry.domain.assets.tags import allocate_tags, find_scheme
from assetry.domain.catalog.models import AssetKind, AssetModel
from assetry.kernel.text import tag_key
from assetry.platform.imports.refusals import ImportStale
from assetry.platform.jobs.progress import Report
from assetry.platform.permissions.actor import Actor


def apply_plan(*, actor: Actor, plan: Plan, at: datetime, report: Report) -> None:
    """Write every accepted row. Raises ImportStale when an asset changed since the plan was made."""
    updates = plan.of(Action.UPDATE)
    versions = store.lock_existing(updates)
    if any(versions.get(row.asset_id or 0) != row.version for row in updates):
        raise ImportStale
    new = plan.of(Action.CREATE)
    rows = [*new, *updates]
    if not rows:
        return
    report("write", 0, len(rows))
    make_pending(actor, plan.made)
    _allot_tags(rows)
    names = _names_of_models(rows)
    if new:
        states = dict(Status.objects.visible_to(actor).values_list("id", "state"))

        def tell(share: float) -> None:
            report("write", round(len(new) * share), len(rows))

        for kind, some in _by_kind(new):
            store.insert_new(kind, some, names=names, states=states, at=at, tell=tell)
        report("write", len(new), len(rows))
    if updates:
        for kind, some in _by_kind(updates):
            store.update_existing(kind, some, names, at)
        report("write", len(rows), len(rows))


def _by_kind(rows: list[RowPlan]) -> list[tuple[AssetKind, list[RowPlan]]]:
    kinds = AssetKind.objects.in_bulk({row.kind_id for row in rows})
    return [(kind, [row for row in rows if row.kind_id == key]) for key, kind in sorted(kinds.items())]


def _names_of_models(rows: list[RowPlan]) -> dict[object, str]:
    """By reference: assets without a name sort by their model's."""
    wanted = {
        row.asset["model_id"] for row in rows if not row.asset["name"] and row.asset["model_id"] is not None
    }
    made: dict[object, str] = {ref: ref.name for ref in wanted if isinstance(ref, Pending)}
    there = AssetModel.objects.filter(pk__in=[ref for ref in wanted if isinstance(ref, int)])
    return made | dict(there.values_list("id", "name"))


def _allot_tags(rows: list[RowPlan]) -> None:
    """New assets without a tag get the next ones of their scheme, in the order of the file; one block per scheme."""
    groups: dict[tuple[int, int], list[RowPlan]] = defaultdict(list)
    for row in rows:
        if row.action is Action.CREATE and row.asset["asset_tag"] is None:
            groups[_id(row.asset["company_id"]), _id(row.asset["category_id"])].append(row)
    wanted: dict[int, tuple[int, int]] = {}
    waiting: dict[int, list[RowPlan]] = defaultdict(list)
    for (company, category), some in groups.items():
        scheme = find_scheme(company, category)
        if scheme is not None:
            wanted.setdefault(scheme.pk, (company, category))
            waiting[scheme.pk] += some
    for scheme_id, some in waiting.items():
        company, category = wanted[scheme_id]
        written = {
            tag_key(row.asset["asset_tag"] or "") for row in rows if _id(row.asset["company_id"]) == company
        }
        for row, tag in zip(some, _free_tags(company, category, len(some), written), strict=True):
            row.asset["asset_tag"] = tag
            row.label = tag


def _free_tags(company: int, category: int, count: int, written: set[str]) -> list[str]:
    """Tags that the file itself does not give to other rows."""
    tags: list[str] = []
    while len(tags) < count:
        tags += [
            tag for tag in allocate_tags(company, category, count - len(tags)) if tag_key(tag) not in written
        ]
    return tags


def _id(ref: object) -> int:
    key = ref.pk if isinstance(ref, Pending) else ref
    assert isinstance(key, int)  # noqa: S101 (everything pending was made before)
    return key


def count_warnings(plan: Plan) -> int:
    """How many accepted rows come with a warning."""
    return Counter(bool(row.warnings) for row in plan.of(Action.CREATE, Action.UPDATE, Action.UNCHANGED))[
        True
    ]
