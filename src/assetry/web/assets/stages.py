"""The lifecycle strip: the five stages, with what happened in each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assetry.domain.assets.states import STAGE_OF, Stage
from assetry.kernel.periods import day_of
from assetry.web.components import cells
from assetry.web.components.parts import Stage as StageView
from assetry.web.kit.reader import Reader


def stages_of(periods: Sequence[Any], reader: Reader, until: datetime | None = None) -> list[StageView]:
    """The strip from the status periods, oldest first; `until` leaves out what came later."""
    lived = [period for period in periods if until is None or period.period.lower <= until]
    if not lived:
        return []
    stages = _stage_by_period(lived)
    current = stages[-1]
    order = list(Stage)
    views = []
    for stage in order:
        mine = [period for period, its in zip(lived, stages, strict=True) if its == stage]
        state = (
            "current"
            if stage == current
            else "done"
            if mine and order.index(stage) < order.index(current)
            else ""
        )
        views.append(StageView(label=stage.label, note=_note(mine, lived[-1], reader), state=state))  # type: ignore[arg-type]
    return views


def _stage_by_period(periods: Sequence[Any]) -> list[Stage]:
    """The stage of each period; a missing asset keeps the one it had."""
    stages: list[Stage] = []
    for period in periods:
        known = STAGE_OF.get(period.status.state)
        stages.append(known or (stages[-1] if stages else Stage.DEPLOYMENT))
    return stages


def _note(mine: Sequence[Any], latest: Any, reader: Reader) -> str:
    if not mine:
        return ""
    if mine[-1] is latest:
        since = _day(latest.period.lower, reader)
        return _("%(status)s since %(day)s") % {"status": latest.status.name, "day": since}
    first, last = _day(mine[0].period.lower, reader), _day(mine[-1].period.upper, reader)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _day(instant: datetime, reader: Reader) -> str:
    return cells.format_day(day_of(instant, reader.zone), reader.locale)
