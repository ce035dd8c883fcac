"""The grid of a list: its columns and rows, and the rows as HTML.

A page has some fifty rows. They are written here, since a template takes several times as long for them.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from assetry.web.components.parts import Words


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a list.

    `place` says where its value stands when rows become cards on a phone: `name` (one column must be it, it heads
    the row), `code` (below right), `status` (right), `sub` (below the name), or nowhere. `rank` is when it leaves
    a narrow page: 0 never, 1 below 520 px, 2 below 760, 3 below 1000, 4 below 1140.
    `sort_url` is empty for a column that cannot be sorted by; `sorted` is how it is sorted now.
    """

    name: str
    label: Words
    place: Literal["", "name", "code", "status", "sub"] = ""
    rank: int = 0
    number: bool = False
    cut: bool = False
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""

    @cached_property
    def css(self) -> str:
        """The classes of its cells."""
        place = {"": "", "name": "c-name cut", "code": "c-tag", "status": "c-status", "sub": "c-sub cut"}[
            self.place
        ]
        cut = "cut" if self.cut and not place else ""
        return " ".join(
            filter(None, (place, cut, "num" if self.number else "", f"p{self.rank}" if self.rank else ""))
        )

    @cached_property
    def cell_tags(self) -> tuple[str, str]:
        """What stands before and after a value; the name heads its row."""
        tag = 'th scope="row"' if self.place == "name" else "td"
        css = format_html(' class="{}"', self.css) if self.css else ""
        return f"<{tag}{css}>", f"</{tag[:2]}>"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: `cells` in the order of the columns, each made by `cells`. `label` names it for screen readers.

    `peek_url` is the address of its peek (the list's own with `?peek=<public_id>`); `photo` heads its card.
    """

    id: str
    label: str
    url: str
    cells: Sequence[Words]
    peek_url: str = ""
    peeked: bool = False
    selected: bool = False
    photo: Words = ""


def rows_html(columns: Sequence[Column], rows: Sequence[Row], *, selectable: bool) -> SafeString:
    """What stands in the grid's `tbody`, one row a line; with a box to select each where something acts on them."""
    tags = [column.cell_tags for column in columns]
    select = _escaped(_("Select")) if selectable else ""
    return mark_safe("".join(_row(row, tags, select) for row in rows))  # noqa: S308 - escaped value by value


def cards_html(columns: Sequence[Column], rows: Sequence[Row], *, selectable: bool) -> SafeString:
    """What stands in the list of cards: each with its photo, its name, what stands below it, its status and code.

    Where a list has neither status nor code, the first two of its other columns stand there.
    """
    at = {column.place: n for n, column in enumerate(columns) if column.place}
    others = [n for n, column in enumerate(columns) if not column.place]
    foot = [at[place] for place in ("status", "code") if place in at] or others[:2]
    select = _escaped(_("Select")) if selectable else ""
    made = (_card(row, (at.get("name", 0), at.get("sub")), foot, select) for row in rows)
    return mark_safe("".join(made))  # noqa: S308 - escaped value by value


def _card(row: Row, head: tuple[int, int | None], foot: Sequence[int], select: str) -> str:
    name, sub = head
    box = f'<span class="c-check">{_box(row, select)}</span>' if select else ""
    below = _escaped(row.cells[sub]) if sub is not None else ""
    cells = "".join(_escaped(row.cells[n]) for n in foot)
    photo = f'<span class="photo wide">{_escaped(row.photo)}</span>' if row.photo else ""
    return (
        f'\n<li class="card" {_attributes(row)}>{photo}{box}<div class="in">{_escaped(row.cells[name])}{below}'
        f'<div class="row">{cells}</div></div></li>'
    )


def _attributes(row: Row) -> str:
    peek = f' data-peek="{_escaped(row.peek_url)}"' if row.peek_url else ""
    current = ' aria-current="true"' if row.peeked else ""
    return f'id="r-{_escaped(row.id)}" data-url="{_escaped(row.url)}"{peek}{current}'


def _box(row: Row, select: str) -> str:
    label, checked = _escaped(row.label), " checked" if row.selected else ""
    return (
        f'<input class="check" type="checkbox" name="ids" value="{_escaped(row.id)}"'
        f' aria-label="{select} {label}"{checked}>'
    )


def _row(row: Row, tags: Sequence[tuple[str, str]], select: str) -> str:
    parts = [f"\n<tr {_attributes(row)}>"]
    if select:
        parts += ('<td class="c-check wee">', _box(row, select), "</td>")
    for (before, after), cell in zip(tags, row.cells, strict=True):
        parts += (before, _escaped(cell), after)
    parts.append("</tr>")
    return "".join(parts)


def _escaped(value: Words) -> str:
    """HTML as it is, everything else escaped."""
    return value if isinstance(value, SafeString) else html.escape(str(value))
