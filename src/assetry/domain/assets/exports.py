"""Assets as rows of a file that an import reads back unchanged: the same names, whole paths, ids first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.fields import custom_fields_of
from assetry.domain.assets.imports.custom import exported
from assetry.domain.assets.imports.targets import plain_fields, targets_of
from assetry.domain.catalog.models import NO_FACET, AssetKind
from assetry.domain.organization.events import OrganizationPermission
from assetry.domain.organization.models import Person
from assetry.kernel.fields import Field, FieldType
from assetry.platform.filters.stored import expression_of
from assetry.platform.permissions.actor import Actor

# Where the value of a target that is no plain field stands.
_PATHS = {
    "public_id": "public_id",
    "kind": "kind__name",
    "company": "company__name",
    "category": "category__name",
    "manufacturer": "manufacturer__name",
    "model": "model__name",
    "model_number": "model__number",
    "status": "status__name",
    "location": "location__path_name",
    "supplier": "supplier__name",
    "owner_department": "owner_department__path_name",
    "cost_center": "cost_center__code",
    "holder_username": "holder_person__username",
    "holder_email": "holder_person__email",
    "holder_name": "holder_person__name",
    "holder_department": "holder_department__path_name",
}
# Somebody is named by what is there, best first, as the import looks them up.
_OWNER_PATHS = ("owner_person__username", "owner_person__email", "owner_person__name")
_FIRST = (
    "public_id",
    "kind",
    "company",
    "asset_tag",
    "name",
    "category",
    "manufacturer",
    "model",
    "model_number",
    "serial_number",
    "status",
    "location",
)
_CONTACT = frozenset({"holder_username", "holder_email"})


@dataclass(frozen=True, slots=True)
class _Column:
    """A header, the ORM paths of its values (the first filled one counts) and the words for stored choices."""

    header: str
    paths: tuple[str, ...]
    words: Callable[[object], object]


def list_assets_to_export(
    actor: Actor, kind: AssetKind | None = None, condition: Q | None = None
) -> QuerySet[Asset]:
    """The assets that the actor may export, of one kind, under a condition."""
    assets = Asset.objects.visible_to(actor, P.EXPORT).filter(condition or Q())
    assets = assets.filter(kind=kind) if kind is not None else assets
    return assets.order_by("company_id", "id")


def exported_table(
    actor: Actor, assets: QuerySet[Asset], kind: AssetKind | None
) -> tuple[list[str], Iterator[Sequence[object]]]:
    """Headers and rows, which are read while they are written. Without a kind only what all kinds have."""
    columns = [*_columns(actor, kind), *_custom_columns(actor, assets, kind)]
    paths = [path for column in columns for path in column.paths]
    return [column.header for column in columns], _rows(
        columns, assets.values_list(*paths).iterator(chunk_size=2000)
    )


def _rows(columns: Sequence[_Column], found: Iterator[Sequence[object]]) -> Iterator[Sequence[object]]:
    places = []
    start = 0
    for column in columns:
        places.append((slice(start, start + len(column.paths)), column.words))
        start += len(column.paths)
    for values in found:
        yield [
            words(next((value for value in values[place] if value not in (None, "")), None))
            for place, words in places
        ]


def _columns(actor: Actor, kind: AssetKind | None) -> list[_Column]:
    facet, custodied = (kind.facet, kind.is_custodied) if kind is not None else (NO_FACET, True)
    labels = {target.name: str(target.label) for target in targets_of(facet, custodied=custodied)}
    fields = plain_fields(facet)
    sees_people = actor.may(OrganizationPermission.VIEW_PEOPLE)
    names = [*(name for name in _FIRST if name in labels), *(name for name in labels if name not in _FIRST)]
    columns = []
    for name in names:
        if name in fields:
            words = {choice.value: str(choice.label) for choice in fields[name].choices}
            chosen = fields[name].type is FieldType.CHOICE
            columns.append(
                _Column(labels[name], (fields[name].orm_path,), _worded(words) if chosen else _as_is)
            )
        elif name == "owner_person":
            columns.append(_Column(labels[name], _OWNER_PATHS if sees_people else _OWNER_PATHS[-1:], _as_is))
        elif name in _PATHS and (sees_people or name not in _CONTACT):
            columns.append(_Column(labels[name], (_PATHS[name],), _as_is))
    return columns


def _custom_columns(actor: Actor, assets: QuerySet[Asset], kind: AssetKind | None) -> list[_Column]:
    """The custom fields of the kind; without one, those that all kinds have."""
    fields = custom_fields_of(kind.code if kind is not None else "").values()
    return [_Column(str(field.label), ("custom",), _custom_cell(actor, assets, field)) for field in fields]


def _custom_cell(actor: Actor, assets: QuerySet[Asset], field: Field) -> Callable[[object], object]:
    """Reads one field out of the row's JSON; who is named there is looked up before, in one statement."""
    if not field.reference:
        return lambda custom: exported(field, custom.get(field.key) if isinstance(custom, dict) else None)
    named = assets.order_by().annotate(named=expression_of(field)).values("named")
    columns = ("username", "email", "name") if actor.may(OrganizationPermission.VIEW_PEOPLE) else ("name",)
    people = Person.objects.filter(pk__in=named).values_list("pk", *columns)
    words = {pk: next(filter(None, texts), "") for pk, *texts in people}
    return lambda custom: words.get(custom.get(field.key)) if isinstance(custom, dict) else None


def _as_is(value: object) -> object:
    return value


def _worded(words: dict[str, str]) -> Callable[[object], object]:
    return lambda value: words.get(str(value), value)
