"""A list as a report: its rows grouped by a field, counted or added up, as a chart and as the same figures in a table.

A report is a view of a list like any other: what it shows is in the address (`look=report&group=…&measure=…`), so it
is filtered, saved, shared and pinned as every view is. Each figure leads to its rows.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.registry import Entity
from assetry.platform.filters.grouping import (
    Grouping,
    Measure,
    Step,
    fields_to_add_up,
    fields_to_group_by,
    group_rows,
    read_grouping,
)
from assetry.web.components.fields import FieldView, Option
from assetry.web.kit.context import Report
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader
from assetry.web.kit.report_figures import Figures

LOOK = "report"
# The parts of the address that the controls of a report set.
WORDS = ("group", "measure", "of", "step")
MEASURES = {Measure.COUNT: _("How many"), Measure.SUM: _("Sum"), Measure.AVERAGE: _("Average")}
STEPS = {Step.MONTH: _("Month"), Step.QUARTER: _("Quarter"), Step.YEAR: _("Year")}


def report_of(entity: Entity, query: ListQuery, queryset: Any, reader: Reader) -> Report:
    """What the address wants to know of a listing's rows. Raises GroupingInvalid naming the part."""
    figures = figures_of(entity, query, queryset, reader)
    return Report(
        label=figures.caption,
        controls=_controls(entity, figures.grouping),
        kept=query.kept(*WORDS),
        panels=figures.panels(),
    )


def figures_of(entity: Entity, query: ListQuery, queryset: Any, reader: Reader) -> Figures:
    """The groups that the address asks for. Raises GroupingInvalid naming the part."""
    grouping = read_grouping(
        entity,
        by=query.get("group") or _first_choice(entity),
        measure=query.get("measure"),
        of=query.get("of") or next((field.name for field in fields_to_add_up(entity)), ""),
        step=query.get("step"),
    )
    return Figures(entity, grouping, group_rows(queryset, grouping), query, reader)


def _first_choice(entity: Entity) -> str:
    """What is grouped by before anybody chose: the status where there is one."""
    fields = fields_to_group_by(entity)
    statuses = [field for field in fields if field.type is FieldType.STATUS]
    return next((field.name for field in (*statuses, *fields)), "")


def _controls(entity: Entity, grouping: Grouping) -> list[FieldView]:
    """What to group by, what to tell, of which field, and how far dates lie apart."""
    added = fields_to_add_up(entity)
    controls = [_select("group", _("Group by"), _named(fields_to_group_by(entity)), grouping.by.name)]
    if grouping.by.type is FieldType.DATE:
        controls.append(_select("step", _("Per"), STEPS.items(), grouping.step))
    if added:
        controls.append(_select("measure", _("Show"), MEASURES.items(), grouping.measure))
    if grouping.of is not None:
        controls.append(_select("of", _("Of"), _named(added), grouping.of.name))
    return controls


def _named(fields: Iterable[Field]) -> list[tuple[str, Any]]:
    return [(field.name, field.label) for field in fields]


def _select(name: str, label: Any, choices: Iterable[tuple[str, Any]], chosen: str) -> FieldView:
    options = [Option(value=str(value), label=word, chosen=value == chosen) for value, word in choices]
    return FieldView(
        name=name, label=label, widget="select", id=f"report-{name}", value=chosen, options=options
    )
