"""What becomes of one resolved row: created, updated, unchanged or refused, and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.imports.cells import Problem
from assetry.domain.assets.imports.custom import CustomRules, merged
from assetry.domain.assets.imports.directory import Directory
from assetry.domain.assets.imports.existing import ASSET_COLUMNS, Existing, default_of, facet_columns
from assetry.domain.assets.imports.lifecycle import HOLDERS, Lifecycle, Outcome
from assetry.domain.assets.imports.matching import Matcher
from assetry.domain.assets.imports.plan import Action, Ref, RowPlan
from assetry.domain.assets.imports.resolving import Resolved
from assetry.domain.assets.imports.targets import importable_fields
from assetry.domain.assets.kinds.registry import FACETS
from assetry.domain.assets.rules import EDITABLE_WHILE_FROZEN
from assetry.kernel.dates import LAST_YEAR
from assetry.kernel.fields import FieldType
from assetry.kernel.money import Money
from assetry.kernel.periods import add_months
from assetry.kernel.text import tag_key
from assetry.kernel.values import finer_than_currency

_ENTITIES = {
    "model_id": "model", "category_id": "category", "manufacturer_id": "manufacturer", "supplier_id": "supplier",
    "owner_person_id": "person", "owner_department_id": "department", "cost_center_id": "cost_center",
    "location_id": "location", "holder_person_id": "person", "holder_department_id": "department",
}  # fmt: skip


class Decider:
    """Compares rows with the register."""

    def __init__(
        self,
        directory: Directory,
        lifecycle: Lifecycle,
        matcher: Matcher,
        default_category: Ref | None,
        *,
        rules: CustomRules,
        at: datetime,
    ) -> None:
        self.directory, self.lifecycle, self.matcher = directory, lifecycle, matcher
        self.default_category, self.rules, self.at = default_category, rules, at
        facet = directory.kind.facet
        self.new_asset = {name: default_of(Asset, name) for name in ASSET_COLUMNS}
        self.new_facet = (
            {name: default_of(FACETS[facet], name) for name in facet_columns(facet)}
            if facet in FACETS
            else {}
        )
        self.labels = {field.name: str(field.label) for field in importable_fields(facet).values()}
        self.choices = {
            field.name: {choice.value: str(choice.label) for choice in field.choices}
            for field in importable_fields(facet).values()
            if field.type is FieldType.CHOICE
        }
        self._scopes = {code: directory.actor.scope(code) for code in P}

    def decide(self, row: Resolved) -> RowPlan:
        """The plan of one row."""
        if row.problems:
            return _refused(row, row.problems)
        asset = self.matcher.match(row)
        if isinstance(asset, Problem):
            return _refused(row, [asset.reason])
        return self._new(row) if asset is None else self._changed(row, asset)

    # New ----------------------------------------------------------------------------------------------------

    def _new(self, row: Resolved) -> RowPlan:
        outcome = self.lifecycle.of_new(row)
        values = {**self.new_asset, **row.values}
        self._complete(values, row, row.company)
        facet = {**self.new_facet, **row.facet, **self._warranty(row, values, None)}
        custom = merged({}, row.custom)
        problems = [*outcome.problems, *_finer_cost(values)]
        if row.company is not None:
            problems += self.rules.problems({}, custom, row.company, ("row", row.number), new=True)
        if values["category_id"] is None:
            problems.append(_("The row has no category, and no model that has one."))
        elif refused := self._refused_scope(
            row.company, outcome, values["category_id"], [P.CREATE, *outcome.permissions]
        ):
            problems.append(refused)
        if problems:
            return _refused(row, problems)
        self._place(values, outcome)
        values["company_id"] = row.company
        return RowPlan(
            number=row.number,
            action=Action.CREATE,
            label=row.label,
            warnings=[*row.warnings, *outcome.warnings],
            asset=values,
            facet=facet,
            custom=custom,
        )

    def _complete(self, values: dict[str, Any], row: Resolved, company: Ref | None) -> None:
        """Category and currency that nobody wrote."""
        model = values["model_id"]
        if values["category_id"] is None:
            values["category_id"] = (
                self.directory.models[model].category if model is not None else None
            ) or self.default_category
        if values["cost_amount"] is not None and not values["cost_currency"] and company is not None:
            values["cost_currency"] = self.directory.currency[company]

    def _warranty(self, row: Resolved, values: Mapping[str, Any], current: Any) -> dict[str, Any]:
        """Months become the day that many months after the purchase; a date in the row goes before."""
        if row.warranty_months is None or "warranty_ends_on" in row.facet:
            return {}
        if values["purchased_on"] is None:
            row.warnings.append(_("Months of warranty need the day of the purchase; they are left out."))
            return {}
        ends_on = add_months(values["purchased_on"], row.warranty_months)
        if ends_on.year > LAST_YEAR:
            row.warnings.append(
                _("The warranty would end after %(year)d; it is left out.") % {"year": LAST_YEAR}
            )
            return {}
        return {"warranty_ends_on": ends_on}

    # Changed ------------------------------------------------------------------------------------------------

    def _changed(self, row: Resolved, asset: Existing) -> RowPlan:
        if asset.kind_id != self.directory.kind.pk:
            return _refused(
                row, [_("It means %(asset)s, which is of another kind.") % {"asset": asset.label}]
            )
        outcome = self.lifecycle.of_existing(row, asset)
        values = {**asset.values, **row.values}
        if not row.public_id and _same_tag(asset.values["asset_tag"], values["asset_tag"]):
            values["asset_tag"] = asset.values["asset_tag"]  # it names the asset, however it is written
        if "model_id" not in row.values and asset.values["model_id"] is not None:
            values["manufacturer_id"] = asset.values["manufacturer_id"]  # the model's
        self._complete(values, row, asset.company_id)
        facet = {**asset.facet, **row.facet, **self._warranty(row, values, asset)}
        self._place(values, outcome)
        custom = merged(asset.custom, row.custom)
        changes = self._changes(asset, values, facet)
        if custom != asset.custom:
            changes += self.rules.changes(asset.custom, custom, self.directory.names)
        plan = RowPlan(
            number=row.number,
            action=Action.UPDATE if changes else Action.UNCHANGED,
            label=asset.label,
            warnings=[*row.warnings, *outcome.warnings],
            asset=values,
            facet=facet,
            custom=custom,
            changes=changes,
            asset_id=asset.id,
            public_id=asset.public_id,
            version=asset.version,
        )
        values["company_id"] = asset.company_id
        plan.moves = any(values[name] != asset.values[name] for name in (*HOLDERS, "location_id"))
        plan.restated = values["status_id"] != asset.values["status_id"]
        if not _same_tag(asset.values["asset_tag"], values["asset_tag"]):
            plan.old_tag = asset.values["asset_tag"] or ""
        problems = self._refusals(plan, asset, outcome) if changes else []
        return _refused(row, problems) if problems else plan

    def _place(self, values: dict[str, Any], outcome: Outcome) -> None:
        values.update(outcome.holder)
        values["status_id"] = outcome.status.pk
        values["location_id"] = outcome.location

    def _refusals(self, plan: RowPlan, asset: Existing, outcome: Outcome) -> list[str]:
        problems = list(outcome.problems)
        edited = {
            name
            for name in (*ASSET_COLUMNS, *asset.facet)
            if name not in {*HOLDERS, "location_id", "status_id"}
            and {**plan.asset, **plan.facet}[name] != {**asset.values, **asset.facet}[name]
        }
        if plan.custom != asset.custom:
            edited.add("custom")
            problems += self.rules.problems(asset.custom, plan.custom, asset.company_id, asset.id, new=False)
        if edited & {"cost_amount", "cost_currency"}:
            problems += _finer_cost(plan.asset)
        now = self.lifecycle.by_id[asset.values["status_id"]]
        if now.is_frozen and edited - EDITABLE_WHILE_FROZEN:
            problems.append(_("It is frozen by its status “%(status)s”.") % {"status": now.name})
        if (plan.moves or plan.restated) and asset.open_since >= self.at:
            problems.append(_("It changed hands or status after the time of this import."))
        here = Outcome(outcome.status, location=asset.values["location_id"])
        refused = self._refused_scope(
            asset.company_id,
            here,
            asset.values["category_id"],
            [*([P.EDIT] if edited else []), *outcome.permissions],
        )
        return [*problems, *([refused] if refused else [])]

    def _refused_scope(
        self, company: Ref | None, outcome: Outcome, category: Ref, permissions: list[str]
    ) -> str:
        """Why the actor may not, if so. What is only to be made lies in no box that is limited."""
        if not isinstance(company, int):
            return ""  # whoever may make the company holds it
        location = (
            outcome.location
            if isinstance(outcome.location, int)
            else None
            if outcome.location is None
            else -1
        )
        for code in (P.IMPORT, *permissions):
            scope = self._scopes.get(code) or self.directory.actor.scope(code)  # type: ignore[call-overload]
            if not scope.covers(
                company_id=company,
                location_id=location,
                category_id=category if isinstance(category, int) else -1,
            ):
                return _(
                    "You may not do this with assets here: it takes the permission “%(permission)s”."
                ) % {"permission": code}
        return ""

    # Words --------------------------------------------------------------------------------------------------

    def _changes(
        self, asset: Existing, values: Mapping[str, Any], facet: Mapping[str, Any]
    ) -> list[tuple[str, str, str]]:
        before = {**asset.values, **asset.facet}
        after = {**values, **facet}
        changed = [name for name in before if name != "serial_key" and before[name] != after[name]]
        return [
            (self._label(name), self._words(name, before[name]), self._words(name, after[name]))
            for name in changed
        ]

    def _label(self, column: str) -> str:
        name = column.removesuffix("_id")
        own = {
            "status": _("Status"),
            "location": _("Location"),
            "holder_person": _("Holder"),
            "holder_department": _("Holding department"),
            "holder_asset": _("Inside"),
            "holder_supplier": _("Holding supplier"),
        }
        return self.labels.get(name) or own[name]

    def _words(self, column: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if column == "status_id":
            return str(self.lifecycle.by_id[value].name)
        if column in _ENTITIES:
            return self.directory.name_of(_ENTITIES[column], value)
        if column in self.choices:
            return self.choices[column].get(value, str(value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return date_format(value, "j M Y") if hasattr(value, "month") else str(value)


def _same_tag(tag: str | None, other: str | None) -> bool:
    return tag_key(tag or "") == tag_key(other or "")


def _finer_cost(values: Mapping[str, Any]) -> list[str]:
    """Why a row's cost cannot be: it has more decimals than its currency."""
    if values["cost_amount"] is None or not values["cost_currency"]:
        return []
    reason = finer_than_currency(Money(values["cost_amount"], values["cost_currency"]))
    return [_("Cost: %(reason)s") % {"reason": reason}] if reason else []


def _refused(row: Resolved, reasons: list[str]) -> RowPlan:
    return RowPlan(
        number=row.number, action=Action.REFUSE, label=row.label, reasons=list(dict.fromkeys(reasons))
    )
