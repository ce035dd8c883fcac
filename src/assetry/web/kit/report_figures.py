"""The figures of a report: as a sentence, as bars or columns, as a table; each one leads to its rows."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from babel.dates import format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assetry.kernel.fields import FieldType
from assetry.kernel.filters import Condition, Filter, Operator, Where, format_filter, parse_filter
from assetry.kernel.money import Money
from assetry.kernel.registry import Entity
from assetry.platform.filters.grouping import Grouping, GroupLine, Groups, Measure, Step, last_day
from assetry.platform.filters.labels import Labels, labels_of
from assetry.platform.permissions.crossing import may_name
from assetry.web.components import cells
from assetry.web.components.blocks import (
    Bar,
    Block,
    ChartColumn,
    Columns,
    HBars,
    Panel,
    Prose,
    Table,
    TableColumn,
)
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader

BARS_SHOWN = 12
COLUMNS_SHOWN = 24
# What makes a report of a list; without it the address is the list of the same rows.
_OF_REPORT = dict.fromkeys(("look", "group", "measure", "of", "step"))


def is_empty(line: GroupLine) -> bool:
    """Whether the line is of the rows that have no value to be grouped by."""
    return line.value is None or line.value == ""


def every_step(lines: Sequence[GroupLine], step: Step) -> list[GroupLine]:
    """The lines of dates with one for each step between them, so that time runs evenly."""
    found: list[GroupLine] = []
    for line in lines:
        while found and (following := last_day(found[-1].value, step) + timedelta(days=1)) < line.value:
            found.append(GroupLine(value=following, currency=line.currency, count=0))
        found.append(line)
    return found


class Figures:
    """The groups of one listing, ready to be drawn for one reader."""

    def __init__(
        self, entity: Entity, grouping: Grouping, groups: Groups, query: ListQuery, reader: Reader
    ) -> None:
        self.entity, self.grouping, self.groups = entity, grouping, groups
        self.query, self.reader = query, reader

    def panels(self) -> list[Panel]:
        """The answer with its chart, and the figures with how they came about."""
        answer: list[Block] = [Prose(text=self.sentence())]
        if chart := self.chart():
            answer.append(chart)
        return [
            Panel(title=self.caption, blocks=answer),
            Panel(title=_("Figures"), blocks=[self.table()], foot=self.how()),
        ]

    def sentence(self) -> str:
        """The answer in words: what there is in all, and where most of it is."""
        if not self.groups.whole:
            return _("Nothing to show: no row of this list has a value here.")
        whole = format_list([self.figure_words(line) for line in self.groups.whole], locale=self.locale)
        named = [line for line in self.main_lines if not is_empty(line)] or self.main_lines
        most = max(named, key=self.figure)
        words = {"whole": whole, "what": self.word(most), "figure": self.figure_words(most)}
        if self.grouping.measure is Measure.AVERAGE:
            return _("%(whole)s on average; the highest: %(what)s with %(figure)s.") % words
        share = format_percent(self.share(most), format="0.0 %", locale=self.locale)
        return _("%(whole)s in all; the most: %(what)s with %(figure)s (%(share)s).") % {
            **words,
            "share": share,
        }

    def chart(self) -> HBars | Columns | None:
        """Columns over time, bars for everything else; only the currency that most rows have."""
        lines = self.main_lines
        if not lines:
            return None
        if self.grouping.by.type is FieldType.DATE:
            dated = every_step([line for line in lines if not is_empty(line)], self.grouping.step)
            return Columns(
                caption=self.caption, columns=[self.column(line) for line in dated[-COLUMNS_SHOWN:]]
            )
        return HBars(bars=[self.bar(line) for line in lines[:BARS_SHOWN]])

    def table(self) -> Table:
        """Every figure, then what all the others come to, then the whole."""
        by_currency = sorted(self.groups.lines, key=lambda line: line.currency)
        rows = [self.row(self.cell(line), line, self.url(line)) for line in by_currency]
        rows += [self.row(_("All others"), line, "") for line in self.groups.others]
        rows += [self.row(_("All"), line, self.list_url(*self.added_up(line))) for line in self.groups.whole]
        heads = [TableColumn(self.grouping.by.label), TableColumn(self.entity.label_plural, number=True)]
        if self.grouping.of is not None:
            heads.append(TableColumn(self.measured, number=True))
        if self.has_shares:
            heads.append(TableColumn(_("Share"), number=True, rank=1))
        return Table(caption=self.caption, columns=heads, rows=rows, stack=False)

    def plain(self) -> tuple[list[str], list[list[Any]]]:
        """The heads and the lines of the table as values, for a file."""
        heads = [str(self.grouping.by.label), str(self.entity.label_plural)]
        if self.grouping.of is not None:
            heads += [self.measured, _("Currency")]
        named = [(self.word(line), line) for line in self.groups.lines]
        named += [(_("All others"), line) for line in self.groups.others]
        named += [(_("All"), line) for line in self.groups.whole]
        of = self.grouping.of
        return heads, [
            [word, line.count, *([self.figure(line), line.currency] if of else [])] for word, line in named
        ]

    def how(self) -> str:
        """How the figures came about."""
        text = _("Counted now, over every row of this list that you may see, with its filters.")
        of = self.grouping.of
        if of is None:
            return text
        left_out = _("Rows without a value of “%(of)s” are left out; currencies are never added together.")
        return f"{text} {left_out % {'of': of.label}}"

    @property
    def locale(self) -> str:
        """The reader's locale, as babel names it."""
        return self.reader.locale.replace("-", "_")

    @property
    def measured(self) -> str:
        """What is told of the field that is added up."""
        words = {"of": str(self.grouping.of.label).lower() if self.grouping.of else ""}
        is_average = self.grouping.measure is Measure.AVERAGE
        return (_("Average %(of)s") if is_average else _("Sum of %(of)s")) % words

    @property
    def caption(self) -> str:
        """What the figures are of."""
        what = self.measured if self.grouping.of else self.entity.label_plural
        return _("%(what)s by %(by)s") % {"what": what, "by": str(self.grouping.by.label).lower()}

    @property
    def has_shares(self) -> bool:
        """Whether the lines are parts of a whole."""
        return self.grouping.measure is not Measure.AVERAGE

    @cached_property
    def main_lines(self) -> Sequence[GroupLine]:
        """The lines of the currency that most rows have."""
        currency = max(self.groups.whole, key=lambda line: line.count, default=GroupLine(value=None, count=0))
        return [line for line in self.groups.lines if line.currency == currency.currency]

    @cached_property
    def names(self) -> Labels:
        """The names of what the lines refer to: one statement."""
        if self.grouping.by.reference is None:
            return {}
        keys = [line.value for line in self.groups.lines if line.value is not None]
        keys = [key for key in keys if may_name(self.reader.actor, self.grouping.by, key)]
        return labels_of({self.grouping.by.reference: keys})

    def figure(self, line: GroupLine) -> Decimal:
        """The figure of a line as a number."""
        return Decimal(line.figure(self.grouping.measure))

    def share(self, line: GroupLine) -> Decimal:
        """Which part of the whole of its currency a line is, from 0 to 1."""
        whole = next(one for one in self.groups.whole if one.currency == line.currency)
        return self.figure(line) / self.figure(whole) if self.figure(whole) else Decimal()

    def figure_words(self, line: GroupLine) -> str:
        """The figure of a line as words."""
        figure = self.figure(line)
        if line.currency:
            return Money(figure, line.currency).rounded().format(self.reader.locale)
        return format_decimal(figure, format="#,##0.##", locale=self.locale)

    def word(self, line: GroupLine) -> str:
        """The value of a line as words."""
        by = self.grouping.by
        if is_empty(line):
            return _("None")
        match by.type:
            case FieldType.REFERENCE | FieldType.STATUS:
                return self.names.get((by.reference or "", line.value), ("", _("Unknown")))[1]
            case FieldType.YES_NO:
                return _("Yes") if line.value in {True, "true"} else _("No")
            case FieldType.DATE:
                return self.date_word(line.value)
        return str(by.choice_label(line.value))

    def date_word(self, first: date) -> str:
        """A month, a quarter or a year."""
        skeleton = {Step.MONTH: "yMMM", Step.QUARTER: "yQQQ", Step.YEAR: "y"}[self.grouping.step]
        return format_skeleton(skeleton, first, locale=self.locale)

    def cell(self, line: GroupLine) -> SafeString:
        """The value of a line in its cell."""
        return cells.none_html(_("None")) if is_empty(line) else cells.text_html(self.word(line))

    def row(self, head: Any, line: GroupLine, url: str) -> list[Any]:
        """One line of the table."""
        row = [head, cells.number_html(line.count, locale=self.reader.locale, url=url)]
        if self.grouping.of is not None:
            row.append(cells.text_html(self.figure_words(line)))
        if self.has_shares:
            share = format_percent(self.share(line), format="0.0 %", locale=self.locale)
            row.append(cells.text_html(share))
        return row

    def bar(self, line: GroupLine) -> Bar:
        """A line as a bar."""
        figure = max(self.figure(line), Decimal())
        return Bar(
            label=self.word(line), value=float(figure), shown=self.figure_words(line), url=self.url(line)
        )

    def column(self, line: GroupLine) -> ChartColumn:
        """A line as a column."""
        figure, words = max(self.figure(line), Decimal()), self.figure_words(line)
        shown = format_decimal(figure, format="#,##0", locale=self.locale)
        title = f"{self.word(line)}: {words}"
        return ChartColumn(
            label=self.word(line), shown=shown, value=float(figure), title=title, url=self.url(line)
        )

    def url(self, line: GroupLine) -> str:
        """The list of the line's own rows."""
        return self.list_url(self.condition(line), *self.added_up(line))

    def list_url(self, *conditions: Filter) -> str:
        """The list with every filter of the report and these conditions."""
        narrowed = Where.both(parse_filter(self.query.get("filter")), *conditions)
        return self.query.outside().url(**{**_OF_REPORT, "filter": format_filter(narrowed)})

    def added_up(self, line: GroupLine) -> Iterator[Filter]:
        """That the rows of a line have a value that is added up, in its currency."""
        of = self.grouping.of
        if of is None:
            return
        yield Condition(of.name, Operator.NOT_EMPTY)
        for field in self.entity.fields_by_name.values():
            if line.currency and field.filterable and field.orm_path == of.currency_path:
                yield Where.eq(field.name, line.currency)

    def condition(self, line: GroupLine) -> Filter:
        """What the rows of a line have in common."""
        by = self.grouping.by
        if is_empty(line):
            return Condition(by.name, Operator.EMPTY)
        match by.type:
            case FieldType.REFERENCE | FieldType.STATUS:
                public_id, _name = self.names.get((by.reference or "", line.value), ("", ""))
                return Where.eq(by.name, public_id)
            case FieldType.YES_NO:
                return Where.eq(by.name, "true" if line.value in {True, "true"} else "false")
            case FieldType.DATE:
                days = (line.value.isoformat(), last_day(line.value, self.grouping.step).isoformat())
                return Condition(by.name, Operator.BETWEEN, days)
        return Where.eq(by.name, str(line.value))
