"""Names of the file found among what is there, or noted as something to make. Read once, for all rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.imports.cells import NAME_LENGTH, Problem
from assetry.domain.assets.imports.plan import Pending, Ref
from assetry.domain.assets.imports.words import fold
from assetry.domain.catalog.events import CatalogPermission
from assetry.domain.catalog.models import AssetKind, AssetModel, Category, Manufacturer
from assetry.domain.ledger.models import CostCenter
from assetry.domain.organization.events import OrganizationPermission
from assetry.domain.organization.models import Company, Department, Location, Supplier
from assetry.platform.permissions.actor import Actor

UNKNOWN_MAKER = "Unknown"
PATH_SEPARATOR = " / "


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What follows from a model that is there."""

    manufacturer: Ref
    category: Ref | None  # None: one of another kind


class Directory:
    """Everything that cells name, as far as the actor sees it. A look-up gives a reference or a Problem."""

    def __init__(self, actor: Actor, kind: AssetKind, create: frozenset[str]) -> None:
        self.actor, self.kind, self.create = actor, kind, create
        self.names: dict[tuple[str, int], str] = {}
        self.currency: dict[Ref, str] = {}
        self.models: dict[Ref, ModelFacts] = {}
        self._index: dict[tuple[Any, ...], list[Ref]] = {}
        self._may: dict[tuple[str, Ref | None], bool] = {}
        self._load()

    # What is there ------------------------------------------------------------------------------------------

    def _load(self) -> None:
        importable = self.actor.scope(P.IMPORT).company_ids
        companies = Company.objects.visible_to(self.actor).filter(id__in=importable)
        for pk, name, currency in companies.values_list("id", "name", "currency"):
            self._add("company", pk, name, fold(name))
            self.currency[pk] = currency
        self._add_all("category", Category.objects.visible_to(self.actor).filter(kind=self.kind))
        self._add_all("manufacturer", Manufacturer.objects.visible_to(self.actor))
        self._add_all("supplier", Supplier.objects.visible_to(self.actor))
        models = AssetModel.objects.visible_to(self.actor).order_by("id")
        for pk, name, number, maker, category in models.values_list(
            "id", "name", "number", "manufacturer_id", "category_id"
        ):
            self.names["model", pk] = name
            self._note_model(pk, maker, name, number)
            self.models[pk] = ModelFacts(maker, category if ("category", category) in self.names else None)
        self._load_owned(importable)

    def _load_owned(self, companies: tuple[int, ...]) -> None:
        locations = Location.objects.visible_to(self.actor).filter(company_id__in=companies)
        for pk, company, name, path in locations.values_list("id", "company_id", "name", "path_name"):
            self.names["location", pk] = path
            self._note_place("location", pk, company, path, name)
        departments = Department.objects.visible_to(self.actor).filter(company_id__in=companies)
        for pk, company, name, path in departments.values_list("id", "company_id", "name", "path_name"):
            self.names["department", pk] = path
            self._note_place("department", pk, company, path, name)
        centers = CostCenter.objects.visible_to(self.actor).filter(company_id__in=companies)
        for pk, company, code, name in centers.values_list("id", "company_id", "code", "name"):
            self.names["cost_center", pk] = code
            self._note_place("cost_center", pk, company, code, name)

    def _add_all(self, entity: str, queryset: Any) -> None:
        for pk, name in queryset.values_list("id", "name"):
            self._add(entity, pk, name, fold(name))

    def _add(self, entity: str, pk: int, name: str, *key: Any) -> None:
        self.names[entity, pk] = name
        self._note(entity, pk, *key)

    def _note(self, entity: str, ref: Ref, *key: Any) -> None:
        refs = self._index.setdefault((entity, *key), [])
        if ref not in refs:
            refs.append(ref)

    def _note_place(self, entity: str, ref: Ref, company: Ref, full: str, name: str) -> None:
        """What is found by its full name first, then by the short one, which several may have."""
        self._note(entity, ref, company, fold(full))
        self._note(entity, ref, company, fold(name), "short")

    def _note_model(self, ref: Ref, maker: Ref, name: str, number: str) -> None:
        """Under all that a file may leave open: the manufacturer, the number, both."""
        for maker_key in (maker, None):
            for number_key in (fold(number), None):
                self._note("model", ref, maker_key, fold(name), number_key)

    def name_of(self, entity: str, ref: Ref | None) -> str:
        """The name of something that was found or is to be made; empty for none."""
        if ref is None:
            return ""
        return ref.name if isinstance(ref, Pending) else self.names.get((entity, ref), "…")

    # Look-ups -----------------------------------------------------------------------------------------------

    def company(self, name: str) -> Ref | Problem:
        """A company that the actor may import into."""
        ref = self.shared("company", name)
        if isinstance(ref, Pending):
            self.currency[ref] = Company._meta.get_field("currency").get_default()
        return ref

    def shared(self, entity: str, name: str) -> Ref | Problem:
        """A category of the kind, a manufacturer, a supplier: found by the name alone."""
        found = self._find(entity, name, fold(name))
        if found is not None:
            return found
        made = self._make(entity, name)
        if isinstance(made, Pending):
            made.values = {"kind_id": self.kind.pk} if entity == "category" else {}
            self._note(entity, made, fold(name))
        return made

    def location(self, company: Ref, name: str) -> Ref | Problem:
        """A location of the company by its whole path, else its name; a path is made with all its parts."""
        found = self._find_place("location", company, name)
        if found is not None:
            return found
        above, _separator, last = name.rpartition(PATH_SEPARATOR)
        parent = self.location(company, above) if above and last and "location" in self.create else None
        if isinstance(parent, Problem):
            return parent
        made = self._make("location", last if parent is not None else name, company)
        if isinstance(made, Pending):
            made.values = {"company_id": company, "parent_id": parent}
            self._note_place("location", made, company, name, made.name)
        return made

    def department(self, company: Ref, name: str) -> Ref | Problem:
        """A department of the company; never made by an import."""
        return self._find_place("department", company, name) or _not_found(_("Department"), name)

    def cost_center(self, company: Ref, name: str) -> Ref | Problem:
        """A cost center by code or name; never made by an import."""
        return self._find_place("cost_center", company, name) or _not_found(_("Cost center"), name)

    def model(self, name: str, number: str | None, maker: Ref | None, category: Ref | None) -> Ref | Problem:
        """A model by (manufacturer, name, number). `number` None: the file does not say; `maker` None: neither.

        One that is made without a manufacturer is by "Unknown", so that it keeps its name.
        """
        folded = None if number is None else fold(number)
        found = self._find("model", name, maker, fold(name), folded)
        if isinstance(found, Problem) and number is None:
            found = self._find("model", name, maker, fold(name), "") or found
        if found is not None:
            return found
        if category is None:
            return Problem(
                _("The model “%(name)s” is not there; to make it needs a category.") % {"name": name}
            )
        made_by = maker if maker is not None else self.shared("manufacturer", UNKNOWN_MAKER)
        made = self._make("model", name) if not isinstance(made_by, Problem) else made_by
        if isinstance(made, Pending) and not isinstance(made_by, Problem):
            made.values = {"number": number or "", "manufacturer_id": made_by, "category_id": category}
            self.models[made] = ModelFacts(made_by, category)
            self._note_model(made, made_by, name, number or "")
        return made

    # Making -------------------------------------------------------------------------------------------------

    def _find(self, entity: str, name: str, *key: Any) -> Ref | Problem | None:
        refs = self._index.get((entity, *key), ())
        if len(refs) > 1:
            return Problem(
                _("%(count)d have the name “%(name)s”. Write it in full.")
                % {"count": len(refs), "name": name}
            )
        return refs[0] if refs else None

    def _find_place(self, entity: str, company: Ref, name: str) -> Ref | Problem | None:
        return self._find(entity, name, company, fold(name)) or self._find(
            entity, name, company, fold(name), "short"
        )

    def _make(self, entity: str, name: str, company: Ref | None = None) -> Ref | Problem:
        """Note something to make, if that was asked for and is allowed."""
        if entity not in self.create:
            return _not_found(_WORDS[entity](), name)
        if not self.may_make(entity, company):
            return Problem(_("“%(name)s” is not there, and you may not make it.") % {"name": name})
        if len(name) > NAME_LENGTH:
            return Problem(
                _("“%(text)s…” is longer than %(longest)d characters.")
                % {"text": name[:30], "longest": NAME_LENGTH}
            )
        return Pending(entity, name)

    def may_make(self, entity: str, company: Ref | None = None) -> bool:
        """Whether the actor may make one, in that company where it belongs to one."""
        key = (entity, company)
        if key not in self._may:
            self._may[key] = self._asks(entity, company)
        return self._may[key]

    def _asks(self, entity: str, company: Ref | None) -> bool:
        if entity in {"category", "manufacturer", "model", "supplier"}:
            return self.actor.may(CatalogPermission.MANAGE)
        if entity == "company":
            held = self.actor.scope(OrganizationPermission.MANAGE_COMPANIES).company_ids
            return (
                self.actor.may(OrganizationPermission.MANAGE_COMPANIES)
                and not Company.objects.exclude(id__in=held).exists()
            )
        permission = (
            OrganizationPermission.MANAGE_PEOPLE if entity == "person" else OrganizationPermission.MANAGE
        )
        return self.actor.may(permission, company_id=company if isinstance(company, int) else None)


_WORDS: dict[str, Callable[[], str]] = {
    "company": lambda: _("Company"),
    "category": lambda: _("Category"),
    "manufacturer": lambda: _("Manufacturer"),
    "supplier": lambda: _("Supplier"),
    "location": lambda: _("Location"),
    "model": lambda: _("Model"),
    "person": lambda: _("Person"),
}


def _not_found(entity: str, name: str) -> Problem:
    return Problem(_("%(entity)s “%(name)s” was not found.") % {"entity": entity, "name": name})
