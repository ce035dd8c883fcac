"""What a row says, with every name resolved; nothing is compared with the register yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from assetry.domain.assets.fields import custom_fields_of
from assetry.domain.assets.imports.cells import Amount, Cell, Problem
from assetry.domain.assets.imports.directory import Directory
from assetry.domain.assets.imports.options import ImportOptions
from assetry.domain.assets.imports.people import People, PersonCells
from assetry.domain.assets.imports.plan import Ref
from assetry.domain.assets.imports.targets import plain_fields
from assetry.domain.assets.imports.words import fold
from assetry.domain.assets.kinds.registry import FACET_FIELDS
from assetry.domain.assets.status_models import Status
from assetry.kernel.public_id import normalize_public_id
from assetry.kernel.text import serial_key
from assetry.kernel.values import stored_form
from assetry.platform.imports.amounts import SHARED_SIGNS


@dataclass(slots=True)
class Resolved:
    """One row: columns of the asset and of its facet that it fills, and what it says about custody."""

    number: int
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    company: Ref | None = None
    values: dict[str, Any] = field(default_factory=dict)
    facet: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, Any] = field(default_factory=dict)
    status: Status | None = None
    location: Ref | None = None
    person: Ref | None = None
    department: Ref | None = None
    goes_to_location: bool = False
    warranty_months: int | None = None
    public_id: str = ""

    @property
    def label(self) -> str:
        """What a person knows the row by."""
        return str(
            self.values.get("asset_tag") or self.values.get("serial_number") or self.values.get("name") or ""
        )


class Resolver:
    """Resolves rows one after the other; what one row makes, the next one finds."""

    def __init__(
        self,
        directory: Directory,
        options: ImportOptions,
        *,
        columns: Mapping[str, Sequence[Cell]],
        statuses: Sequence[Status],
        default_company: Ref | None,
        default_category: Ref | None,
    ) -> None:
        self.directory, self.options, self.columns = directory, options, columns
        self.default_company, self.default_category = default_company, default_category
        facet = directory.kind.facet
        self.facet_names = {described.name for described in FACET_FIELDS[facet]}
        self.plain = [name for name in plain_fields(facet, directory.kind.code) if name in columns]
        custom = custom_fields_of(directory.kind.code)
        self.custom = {name: described for name, described in custom.items() if name in columns}
        named = {fold(status.name): status for status in statuses}
        chosen = {word: named.get(fold(name)) for word, name in options.statuses.items()}
        self.statuses: dict[str, Status | None] = {**named, **chosen}
        self.people: People | None = None

    def company_of(self, place: int) -> Ref | Problem | None:
        """The company of a row; None when neither the row nor the options name one."""
        cell = self._cell("company", place)
        return self.default_company if cell is None else self._look_up(cell, self.directory.company)

    def resolve(self, place: int, number: int, company: Ref | Problem | None) -> Resolved:
        """Everything that one row says."""
        row = Resolved(number)
        row.company = self._or_problem(row, company)
        if company is None:
            row.problems.append(_("The row has no company. Choose one for rows without."))
        self._plain_values(row, place)
        self._what_it_is(row, place)
        named = self._or_problem(row, self._cell("public_id", place)) or ""
        row.public_id = normalize_public_id(named) or named
        row.warranty_months = self._or_problem(row, self._cell("warranty_months", place))
        if row.company is not None:
            self._references_in_company(row, place, row.company)
            self._custody(row, place, row.company)
        self._status(row, place)
        return row

    # Cells --------------------------------------------------------------------------------------------------

    def _cell(self, target: str, place: int) -> Cell:
        column = self.columns.get(target)
        return column[place] if column is not None else None

    def _look_up(self, cell: Cell, find: Any) -> Any:
        return cell if isinstance(cell, Problem) else find(cell)

    def _or_problem[T](self, row: Resolved, found: T | Problem) -> T | None:
        if isinstance(found, Problem):
            row.problems.append(found.reason)
            return None
        return found

    def _ref_or_problem(self, row: Resolved, found: Ref | Problem) -> Ref | None:
        if isinstance(found, Problem):
            row.problems.append(found.reason)
            return None
        return found

    def _plain_values(self, row: Resolved, place: int) -> None:
        for name in self.plain:
            value = self._or_problem(row, self.columns[name][place])
            if value is None or value == "":
                continue
            if name in self.custom:
                row.custom[self.custom[name].key] = stored_form(self.custom[name], value)
                continue
            (row.facet if name in self.facet_names else row.values)[name] = value
        cost = row.values.get("cost_amount")
        if isinstance(cost, Amount):
            row.values["cost_amount"] = cost.number
            self._currency_of(row, cost.mark)
        if "serial_number" in row.values:
            row.values["serial_key"] = serial_key(row.values["serial_number"])

    def _currency_of(self, row: Resolved, mark: str) -> None:
        """A code or sign beside the amount says the currency, unless a column does."""
        if not mark or "cost_currency" in row.values:
            return
        own = self.directory.currency.get(row.company, "") if row.company is not None else ""
        if mark in SHARED_SIGNS:
            if own not in SHARED_SIGNS[mark]:
                row.problems.append(
                    _("“%(sign)s” is the sign of several currencies. Write a code such as USD.")
                    % {"sign": mark}
                )
            mark = own
        row.values["cost_currency"] = mark

    # References ---------------------------------------------------------------------------------------------

    def _what_it_is(self, row: Resolved, place: int) -> None:
        """Category, manufacturer, model and supplier, which all companies share."""
        for name in ("category", "manufacturer", "supplier"):
            cell = self._cell(name, place)
            if cell is not None:
                ref = self._look_up(cell, lambda text, name=name: self.directory.shared(name, text))
                found = self._or_problem(row, ref)
                if found is not None:
                    row.values[f"{name}_id"] = found
        model = self._cell("model", place)
        if model is None or row.problems:
            self._or_problem(row, model)
            return
        number = self._cell("model_number", place) or ("" if "model_number" in self.columns else None)
        maker = row.values.get("manufacturer_id")
        category = row.values.get("category_id") or self.default_category
        found = self._or_problem(
            row, self._or_problem(row, model) and self.directory.model(model, number, maker, category)
        )
        if found is not None:
            facts = self.directory.models[found]
            row.values["model_id"], row.values["manufacturer_id"] = found, facts.manufacturer
            if maker is None and self.directory.name_of("manufacturer", facts.manufacturer) == "Unknown":
                row.warnings.append(
                    _("The model “%(name)s” has no manufacturer; it is kept under “Unknown”.")
                    % {"name": model}
                )

    def _references_in_company(self, row: Resolved, place: int, company: Ref) -> None:
        if (cell := self._cell("owner_person", place)) is not None and self.people is not None:
            people = self.people
            self._keep(
                row, "owner_person_id", self._look_up(cell, lambda word: people.by_any_word(company, word))
            )
        if (cell := self._cell("owner_department", place)) is not None:
            self._keep(
                row,
                "owner_department_id",
                self._look_up(cell, lambda name: self.directory.department(company, name)),
            )
        if (cell := self._cell("cost_center", place)) is not None:
            self._keep(
                row,
                "cost_center_id",
                self._look_up(cell, lambda name: self.directory.cost_center(company, name)),
            )
        self._custom_people(row, place, company)
        if row.values.get("owner_person_id") and row.values.get("owner_department_id"):
            row.problems.append(_("An asset has one owner: a person or a department."))

    def _custom_people(self, row: Resolved, place: int, company: Ref) -> None:
        """Somebody who is there, named like an owner."""
        for name, described in self.custom.items():
            cell = self._cell(name, place) if described.reference else None
            if cell is not None and self.people is not None:
                people = self.people
                found = self._look_up(cell, lambda word, people=people: people.by_any_word(company, word))
                ref = self._or_problem(row, found)
                if isinstance(ref, int):
                    row.custom[described.key] = ref
                elif ref is not None:
                    row.problems.append(
                        _("%(field)s: choose somebody who is there.") % {"field": described.label}
                    )

    def _keep(self, row: Resolved, column: str, found: Ref | Problem) -> None:
        ref = self._or_problem(row, found)
        if ref is not None:
            row.values[column] = ref

    def _custody(self, row: Resolved, place: int, company: Ref) -> None:
        kind = fold(self._or_problem(row, self._cell("checkout_type", place)) or "")
        target = self._cell("checkout_location", place)
        row.goes_to_location = kind == "location" or (target is not None and kind == "")
        cell = target if row.goes_to_location and target is not None else self._cell("location", place)
        if cell is not None:
            row.location = self._or_problem(
                row, self._look_up(cell, lambda name: self.directory.location(company, name))
            )
        if row.goes_to_location:
            return
        if kind not in {"", "user", "person", "department"}:
            row.warnings.append(
                _("“%(kind)s” as a holder is not imported; the asset comes in without it.") % {"kind": kind}
            )
            return
        cells = self._person_cells(row, place)
        department = self._cell("holder_department", place)
        if cells and self.people is not None:
            row.person = self._ref_or_problem(row, self.people.find(company, cells))
        elif department is not None:
            holding = self._look_up(department, lambda name: self.directory.department(company, name))
            row.department = self._or_problem(row, holding)

    def _person_cells(self, row: Resolved, place: int) -> PersonCells:
        texts = {
            name: self._or_problem(row, self._cell(f"holder_{name}", place)) or ""
            for name in ("username", "email", "name", "first_name", "last_name")
        }
        full = texts["name"] or " ".join(part for part in (texts["first_name"], texts["last_name"]) if part)
        return PersonCells(texts["username"], texts["email"], full)

    def _status(self, row: Resolved, place: int) -> None:
        cell = self._or_problem(row, self._cell("status", place))
        if cell is None:
            return
        row.status = self.statuses.get(fold(cell))
        if row.status is None:
            row.problems.append(_("The status “%(word)s” is not matched to one of ours.") % {"word": cell})
