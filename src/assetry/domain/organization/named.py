"""How a named row is made and changed: cleaned by its described fields, a doubled name refused."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction

from assetry.domain.organization.models import Named
from assetry.domain.organization.refusals import NameTaken, OtherCompany
from assetry.kernel.fields import Field
from assetry.kernel.text import name_sort
from assetry.kernel.values import clean_changes, require_values
from assetry.platform.database.editing import save_changes

type Values = Mapping[str, Any]


def clean_named(described_fields: tuple[Field, ...], values: Values, *, new: bool) -> dict[str, Any]:
    """The values in their fields' types, with `name_sort` beside the name. Raises InvalidInput."""
    cleaned = clean_changes({field.name: field for field in described_fields}, values)
    if new:
        require_values(described_fields, cleaned)
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
        # Another table's: a change that its references follow.
        if "_unique" not in str(error) or f"{row._meta.model_name}_" not in str(error):
            raise
        field = next(
            (name for name in ("username", "email", "code") if f"{name}_unique" in str(error)), "name"
        )
        raise NameTaken(field=field, name=changes.get(field, getattr(row, field))) from error
