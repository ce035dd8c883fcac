"""Who reads a page, when and in which language: the arguments that every rendered value needs."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from assetry.kernel.periods import day_of
from assetry.platform.permissions.actor import Actor
from assetry.web.routes import AssetryRequest


@dataclass(frozen=True, kw_only=True)
class Reader:
    """The reader of a page. `zone` is the time zone in which instants are shown and "today" is found.

    `density` is how high their rows are ("" the usual).
    """

    actor: Actor
    now: datetime
    locale: str = "en"
    zone: str = "UTC"
    density: str = ""

    @property
    def today(self) -> date:
        """The reader's calendar day."""
        return day_of(self.now, self.zone)

    @property
    def zone_info(self) -> ZoneInfo:
        """The zone as the library wants it."""
        return ZoneInfo(self.zone)

    def within(self, zone: str) -> "Reader":
        """The same reader, looking at a thing of another time zone."""
        return replace(self, zone=zone)


def reader_of(request: AssetryRequest) -> Reader:
    """The reader that a request stands for."""
    locale = getattr(request, "LANGUAGE_CODE", "") or "en"
    density = getattr(request.user, "density", "")
    return Reader(actor=request.actor, now=request.received_at, locale=locale, density=density)
