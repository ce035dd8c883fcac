"""Days told from today: `today`, `today-30d`, `today+2w`, `today+3m`, `today-1y`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast

from assetry.kernel.periods import add_months

type Unit = Literal["d", "w", "m", "y"]

_TEXT = re.compile(r"today(?:([+-])([0-9]{1,5})([dwmy]))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RelativeDay:
    """So many days, weeks, months or years from today; none of them is today."""

    count: int
    unit: Unit = "d"

    def on(self, today: date) -> date:
        """The day it is; where the month is shorter, its last one. Raises OverflowError outside the calendar."""
        if self.unit in {"m", "y"}:
            try:
                return add_months(today, self.count * (12 if self.unit == "y" else 1))
            except ValueError as error:
                raise OverflowError from error
        return today + timedelta(days=self.count * (7 if self.unit == "w" else 1))


def read_relative(text: str) -> RelativeDay | None:
    """What a text says; None for another one."""
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        return None
    return RelativeDay(int(f"{match[1] or ''}{match[2] or 0}"), cast(Unit, (match[3] or "d").lower()))
