"""Pages of a list by their last key, so that page 2,000 costs what page 1 does. The order always ends in the id.

Rows without a value come last, in either direction. They are a stretch of their own: first the rows with a value
by (value, id), then those without by id, so that each is one walk along an index, forwards or backwards.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field
from assetry.kernel.refusals import Refusal
from assetry.kernel.registry import Entity
from assetry.platform.filters.compile import column_of
from assetry.platform.filters.stored import expression_of
from assetry.platform.filters.values import require_plain
from assetry.platform.filters.walks import NOTHING, Known, narrowed

# The cursor of the last page.
LAST: Final = "last"
_LARGEST_ID: Final = 2**63 - 1


class SortInvalid(Refusal):
    """A list cannot be sorted by this."""

    code = "sort_invalid"
    status = 400
    message = _("The list cannot be sorted by “%(sort)s”. Choose one of: %(choices)s.")


class CursorInvalid(Refusal):
    """A cursor that no page of this list in this order gave out."""

    code = "cursor_invalid"
    status = 400
    message = _("This page of the list is not known. Start from the first one.")


@dataclass(frozen=True, slots=True)
class Sort:
    """A declared column ("": the order of making) and its direction; the id decides between equal ones.

    `custom` is the custom field that is the column: then rows are given one of that name.
    """

    column: str = ""
    descending: bool = False
    custom: Field | None = None


@dataclass(frozen=True, slots=True)
class Page[R]:
    """The rows of one page and the cursors of its neighbors (None: there is none)."""

    rows: list[R]
    next: str | None = None
    previous: str | None = None


class _Position(NamedTuple):
    """A row's place in the order. `backward`: the page ends before it, instead of starting after it."""

    backward: bool
    key: Any
    id: int


def sort_of(entity: Entity, text: str) -> Sort:
    """`name` or `-name` as the order of a list; "" is by name where the entity has one that sorts.

    Raises SortInvalid for what is not declared as sortable.
    """
    fields = entity.fields_by_name
    sortable = {field.name: field.sort for field in fields.values() if field.sort}
    name = text.removeprefix("-") if text else ("name" if "name" in sortable else "")
    if name not in {*sortable, ""} or text == "-":
        raise SortInvalid(field="sort", sort=text[:40], choices=", ".join(sortable))
    field = fields.get(name)
    custom = field if field is not None and field.key else None
    return Sort(sortable.get(name, "") or "", text.startswith("-"), custom)


def read_page[M: models.Model](
    queryset: "models.QuerySet[M]",
    sort: Sort,
    *,
    limit: int,
    cursor: str | None = None,
    known: Known = NOTHING,
) -> Page[M]:
    """The page after (or before) the cursor, which an earlier page gave out; None is the first, LAST the last one.

    One statement, two where rows with and without a value meet. What is `known` of the rows changes how they are
    read, never which ones. Raises CursorInvalid.
    """
    if sort.custom is not None:
        queryset = queryset.annotate(**{sort.column: expression_of(sort.custom)})
    at_end = cursor == LAST
    position = _decode(queryset.model, sort, cursor) if cursor and not at_end else None
    backward = at_end or (position is not None and position.backward)
    rows: list[M] = []
    for stretch in _stretches(queryset, sort, position, backward=backward):
        wanted = limit + 1 - len(rows)
        rows += narrowed(stretch, sort.column, wanted, known)[:wanted]
        if len(rows) > limit:
            break
    more = len(rows) > limit
    rows = rows[:limit]
    if backward:
        rows.reverse()
    follows = position is not None if backward else more
    precedes = more if backward else position is not None
    if not rows:
        return Page(rows, previous=LAST if precedes else None)
    return Page(
        rows,
        next=_encode(sort, rows[-1], backward=False) if follows else None,
        previous=_encode(sort, rows[0], backward=True) if precedes else None,
    )


def _stretches[M: models.Model](
    queryset: "models.QuerySet[M]", sort: Sort, position: _Position | None, *, backward: bool
) -> "list[models.QuerySet[M]]":
    """What lies beyond the position, in the direction of the walk: at most two querysets, each along an index."""
    down = sort.descending != backward
    if not sort.column:
        return [_beyond(queryset, ("pk",), position and (position.id,), down=down)]
    keyed, bare = (sort.column, "pk"), queryset
    if sort.custom is not None or column_of(queryset.model, sort.column).null:
        bare = queryset.filter(**{f"{sort.column}__isnull": True})
        queryset = queryset.filter(**{f"{sort.column}__isnull": False})
    in_bare = position is not None and position.key is None
    valued = _beyond(
        queryset, keyed, None if in_bare else position and (position.key, position.id), down=down
    )
    if bare is queryset:
        return [valued]
    empties = _beyond(bare, ("pk",), (position.id,) if position and in_bare else None, down=down)
    if backward:
        return [empties, valued] if in_bare or position is None else [valued]
    return [empties] if in_bare else [valued, empties]


def _beyond[M: models.Model](
    queryset: "models.QuerySet[M]", columns: Sequence[str], values: Sequence[Any] | None, *, down: bool
) -> "models.QuerySet[M]":
    if values is not None:
        lookup = TupleLessThan if down else TupleGreaterThan
        queryset = queryset.filter(lookup(Tuple(*columns), tuple(values)))
    return queryset.order_by(*(f"-{column}" if down else column for column in columns))


def cursor_after(sort: Sort, row: Any) -> str:
    """The cursor of the page that begins after a row, or after what has the key and id of one."""
    return _encode(sort, row, backward=False)


def _encode(sort: Sort, row: models.Model, *, backward: bool) -> str:
    key = getattr(row, sort.column) if sort.column else None
    data = [sort.column, int(sort.descending), int(backward), None if key is None else str(key), row.pk]
    return base64.urlsafe_b64encode(json.dumps(data, separators=(",", ":")).encode()).decode().rstrip("=")


def _decode(model: type[models.Model], sort: Sort, cursor: str) -> _Position:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        data = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        column, descending, backward, key, id_ = data
        if (column, descending) != (sort.column, int(sort.descending)) or not isinstance(id_, int):
            raise CursorInvalid
        if not 0 <= id_ <= _LARGEST_ID:
            raise CursorInvalid
        return _Position(bool(backward), _key(model, sort, key), id_)
    except (binascii.Error, ValueError, TypeError, ValidationError, Refusal) as error:
        raise CursorInvalid(field="cursor") from error


def _key(model: type[models.Model], sort: Sort, text: str | None) -> Any:
    """The key in its column's type; None only where the column may be empty."""
    if not sort.column:
        return None
    column = expression_of(sort.custom).output_field if sort.custom else column_of(model, sort.column)
    if text is None and sort.custom is not None:
        return None
    if text is None:
        if not column.null:
            raise CursorInvalid
        return None
    require_plain([str(text)])
    return column.to_python(text)
