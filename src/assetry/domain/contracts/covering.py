"""Covering many assets from their list, for `platform.bulk`: previewed, done at once, undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.models import Asset
from assetry.domain.contracts.coverage_fields import CONTRACT, ENDS_ON, ROLE, SHARE, STARTS_ON
from assetry.domain.contracts.coverage_models import Coverage
from assetry.domain.contracts.coverage_operations import add_coverage, undo_add_coverage
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.organization.refusals import OtherCompany
from assetry.kernel.fields import Field
from assetry.kernel.refusals import NotFound, NotPermitted, Refusal, StalePage
from assetry.platform.audit.undoing import rows_made
from assetry.platform.bulk.registry import register_work
from assetry.platform.bulk.works import Difference, Differences, Task, Verdicts

FIELDS: Mapping[str, Field] = {field.name: field for field in (CONTRACT, ROLE, STARTS_ON, ENDS_ON, SHARE)}


@dataclass(frozen=True, kw_only=True)
class CoverAssets:
    """One contract over the chosen assets; its form is an area's own (`web/contracts/many.py`)."""

    entity = "asset"
    name = "cover"
    permission: str = P.MANAGE
    verb = _("Cover")
    icon = "shield-check"

    def fields(self, rows: Any) -> Mapping[str, Field]:
        """None: it edits nothing of the assets."""
        return {}

    def decide(self, task: Task) -> Verdicts:
        """What `add_coverage` would do."""
        contract, role = task.arguments["contract"], task.arguments["role"]
        companies = dict(Asset.objects.filter(pk__in=task.ids).values_list("pk", "company_id"))
        reasons: dict[int, Refusal] = {key: NotFound() for key in task.ids if key not in companies}
        if not task.actor.scope(P.MANAGE).covers(company_id=contract.company_id):
            return Verdicts(
                frozenset(), reasons | {key: NotPermitted(permission=P.MANAGE) for key in companies}
            )
        foreign = [key for key, company in companies.items() if company != contract.company_id]
        reasons |= {key: OtherCompany(field="contract", name=str(contract)) for key in foreign}
        there = Coverage.objects.filter(contract=contract, role=role, asset_id__in=list(companies))
        return Verdicts(frozenset(there.values_list("asset_id", flat=True)), reasons)

    def differences(self, task: Task) -> Differences:
        """The contract that covers it from then on."""
        added = [Difference(field, None, task.arguments.get(name)) for name, field in FIELDS.items()]
        shown = [one for one in added if one.after not in (None, "")]
        return dict.fromkeys(task.ids, shown)

    def carry_out(self, task: Task) -> None:
        """Cover them."""
        add_coverage(actor=task.actor, assets=_assets(task), **task.arguments, at=task.at)

    def decide_undo(self, task: Task) -> Verdicts:
        """What `undo_add_coverage` would do."""
        made = Coverage.objects.filter(pk__in=rows_made(task.events, Coverage._meta.db_table), version=1)
        untouched = set(made.values_list("asset_id", flat=True))
        return Verdicts(frozenset(), {key: StalePage() for key in task.ids if key not in untouched})

    def differences_undone(self, task: Task) -> Differences:
        """The contract that covers it no more."""
        made = Coverage.objects.filter(pk__in=rows_made(task.events, Coverage._meta.db_table))
        rows = made.filter(asset_id__in=task.ids).select_related("contract")
        return {row.asset_id: [Difference(CONTRACT, row.contract, None)] for row in rows}

    def undo(self, task: Task) -> None:
        """Take it away again."""
        undo_add_coverage(actor=task.actor, events=task.events, assets=_assets(task), at=task.at)


def _assets(task: Task) -> Sequence[Asset]:
    """The assets as an operation takes them: it reads everything but their keys itself."""
    return [Asset.from_db(None, ("id",), (key,)) for key in task.ids]


def register() -> None:
    """Make the work known."""
    register_work(CoverAssets())
