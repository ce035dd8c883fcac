"""Parts of the page "Match columns" that every import has in its own way."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assetry.platform.imports.options import ImportOptions
from assetry.web.components.fields import FieldView, Option
from assetry.web.components.parts import Words


@dataclass(frozen=True, kw_only=True)
class StatusLine:
    """One word of the status column and the choice for it."""

    word: str
    count: int
    field: FieldView


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What else is decided, and the headers of dates that prove no order of day and month."""

    fields: Sequence[FieldView]
    statuses: Sequence[StatusLine] = ()
    unclear_dates: Sequence[str] = ()


def select(
    name: str,
    label: Words,
    options: Sequence[tuple[str, Words]],
    chosen: str,
    help_: Words = "",
    *,
    half: bool = True,
) -> FieldView:
    """A choice of one."""
    views = [Option(value=value, label=word, chosen=value == chosen) for value, word in options]
    return FieldView(
        name=name, label=label, widget="select", options=views, value=chosen, help=help_, half=half
    )


def erases_field(options: ImportOptions) -> FieldView:
    """Whether empty cells empty."""
    return FieldView(
        name="erases",
        label=_("Empty cells erase what is there"),
        widget="checkbox",
        value="on" if options.erases else "",
    )
