"""How a named row is made and changed: cleaned by its described fields, a doubled name refused."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from assetry.domain.organization.models import Named
from assetry.domain.organization.refusals import NameTaken, OtherCompany
from assetry.kernel.fields import SET_ONCE, Field
from assetry.kernel.registry import entity_named
from assetry.kernel.text import name_sort
from assetry.kernel.values import clean_changes, require_values
from assetry.platform.custom_fields.storing import fold_custom, refuse_taken_value
from assetry.platform.database.constraints import broken_constraint
from assetry.platform.database.editing import save_changes

type Values = Mapping[str, Any]


@dataclass(frozen=True)
class Custom:
    """What the custom fields of a row are cleaned by: which it can have, which it has, whose people it may name."""

    entity: str
    company_id: int | None = None
    stored: Values = field(default_factory=dict)

    @property
    def fields(self) -> Mapping[str, Field]:
        """The custom fields by name."""
        return entity_named(self.entity).custom_fields

    @classmethod
    def of(cls, entity: str, row: Any) -> "Custom":
        """Those of a row that is there."""
        return cls(entity, getattr(row, "company_id", None), row.custom)


def clean_named(
    described_fields: tuple[Field, ...], values: Values, *, new: bool, custom: "Custom | None" = None
) -> dict[str, Any]:
    """The values in their fields' types, with `name_sort` beside the name, custom fields put together.

    Raises InvalidInput.
    """
    fields: dict[str, Field] = {field.name: field for field in described_fields}
    if custom is not None:
        fields |= custom.fields
    if not new:
        fields = {name: field for name, field in fields.items() if field.edited_by != SET_ONCE}
    cleaned = clean_changes(fields, values)
    if new:
        require_values(fields.values(), cleaned)
    if custom is not None:
        fold_custom(custom.fields, cleaned, stored=custom.stored, company_id=custom.company_id)
    if "name" in cleaned:
        cleaned["name_sort"] = name_sort(cleaned["name"])
    return cleaned


def insert_named[M: Named](row: M) -> M:
    """Insert; a doubled name is a refusal, whichever constraint found it. Raises NameTaken."""
    with _naming_what_is_taken(row, {}):
        row.save(force_insert=True)
    return row


def update_named(row: Named, changes: Values) -> frozenset[str]:
    """Save what differs; returns the names of what changed. Raises NameTaken."""
    with _naming_what_is_taken(row, changes):
        return save_changes(row, changes)


def require_same_company(company_id: int, values: Values, *names: str) -> None:
    """Raise OtherCompany for the first of the named references that points into another company."""
    for name in names:
        other = values.get(name)
        if other is not None and other.company_id != company_id:
            raise OtherCompany(field=name, name=str(other))


@contextmanager
def _naming_what_is_taken(row: Named, changes: Values) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refuse_taken_value(error)
        broken, named = broken_constraint(error), ("username", "email", "code", "number")
        taken = next((name for name in named if broken.endswith((f"{name}_unique", f"{name}_key"))), "name")
        # Another table's: a change that its references follow.
        if f"{row._meta.model_name}_" not in broken or not (taken != "name" or broken.endswith("_unique")):
            raise
        raise NameTaken(field=taken, name=changes.get(taken, getattr(row, taken))) from error
