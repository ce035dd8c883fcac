"""Two years of history that end where the devices are: who got what, gave it back, broke or lost it, and when."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from random import Random

from assetry.cli.support.demo.devices import SHARED_CATEGORIES, TODAY, Device
from assetry.cli.support.demo.organization import DEPARTMENTS, ROBOTICS, STOCKROOM, DemoPerson

START = datetime.combine(TODAY - timedelta(days=730), time(8), UTC)
LAST = datetime.combine(TODAY - timedelta(days=1), time(15), UTC)
_FAULTS = (
    "Keyboard broken",
    "Battery swollen",
    "Display cracked",
    "Does not start",
    "Hinge loose",
    "Fan noise",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What somebody did at one moment to one or more devices. None: stays as it was; holder "": nobody."""

    at: datetime
    by: str
    intent: str
    tags: tuple[str, ...] = ()
    holder: str | None = None
    location: str | None = None
    status: str | None = None
    condition: str | None = None
    note: str = ""
    door: str = "web"


def make_story(
    random: Random, devices: tuple[Device, ...], people: tuple[DemoPerson, ...]
) -> tuple[Step, ...]:
    """Every step in the order of time. What is done alike at the same moment is one step of several devices."""
    teller = _Teller(random, people)
    tags: dict[Step, list[str]] = {}
    for device in devices:
        for step in teller.steps(device):
            tags.setdefault(step, []).append(device.tag)
    steps = [replace(step, tags=tuple(found)) for step, found in tags.items()]
    return tuple(sorted(steps, key=lambda step: step.at))


# Steps, and the moment at which they leave the device.
type Telling = Generator[Step, None, datetime]


@dataclass
class _Teller:
    """Tells the life of one device after the other; what one person gets around the same time, they get at once."""

    random: Random
    people: tuple[DemoPerson, ...]

    def __post_init__(self) -> None:
        self.handed_out: dict[str, list[datetime]] = {}
        self.places = {person.name: person.location for person in self.people}
        self.departments = {department.name for department in DEPARTMENTS}

    def steps(self, device: Device) -> Iterator[Step]:
        """From its registration to what it is today; every step later than the one before."""
        arrived = yield from self.arrival(device)
        if device.status in {"Planned", "On order", "In transit"}:
            return
        if device.model.category in SHARED_CATEGORIES and not device.holder:
            yield from self.installation(device, arrived)
        elif device.status in {"Retired", "Disposed"}:
            yield from self.retirement(device, arrived)
        elif device.holder:
            yield from self.use(device, arrived)
        else:
            yield from self.stock(device, arrived)

    def arrival(self, device: Device) -> Telling:
        """Ordered and received; what is older was there when the register began. Gives the moment of arrival."""
        by = _buyer(device)
        if device.bought_on is None:
            at = LAST - timedelta(days=20)
            yield Step(at=at, by=by, intent=REGISTER, status="Planned", note="Budget of next year")
            return at
        ordered = datetime.combine(device.bought_on, time(10), UTC)
        if ordered < START:
            note = "Inventory spreadsheet"
            yield Step(
                at=START,
                by="Priya Nair",
                intent=IMPORT,
                status="In stock",
                location=_room(device),
                note=note,
                door="import",
            )
            return START
        yield Step(
            at=ordered, by=by, intent=REGISTER, status="On order", note=f"Order at {device.model.supplier}"
        )
        received = min(ordered + timedelta(days=9, hours=1), LAST)
        if device.status == "In transit":
            yield Step(at=received, by=by, intent=STATUS, status="In transit", location=device.location)
        elif device.status != "On order":
            yield Step(
                at=received, by=by, intent=STATUS, status="In stock", location=_room(device), note="Received"
            )
        return received

    def installation(self, device: Device, arrived: datetime) -> Iterator[Step]:
        """Carried to its place and switched on."""
        at = self.later(arrived, 2, 9)
        yield Step(at=at, by=_handler(device), intent=TRANSFER, location=device.location)
        yield Step(
            at=at + timedelta(hours=2), by=_handler(device), intent=STATUS, status="In use", note="Installed"
        )

    def use(self, device: Device, arrived: datetime) -> Iterator[Step]:
        """Perhaps somebody else's first, then its holder's; perhaps lost since."""
        end = LAST - timedelta(days=self.random.randint(6, 50)) if device.status == "Missing" else LAST
        if (end - arrived).days > 240 and self.random.random() < 0.35:
            arrived = yield from self.loan(device, arrived, end - timedelta(days=90))
        at = self.hand_out_at(device.holder, arrived, end)
        yield self.check_out(device, device.holder, device.location, at)
        if device.status == "Missing":
            yield Step(
                at=end,
                by=_handler(device),
                intent=STATUS,
                status="Missing",
                note="Not found at the desk check",
            )
        elif self.random.random() < 0.06 and (LAST - at).days > 60:
            yield Step(
                at=self.later(at, 30, (LAST - at).days), by=_handler(device), intent=EDIT, condition="worn"
            )

    def stock(self, device: Device, arrived: datetime) -> Iterator[Step]:
        """On the shelf, reserved or broken; half of it came back from somebody."""
        end = LAST - timedelta(days=self.random.randint(2, 30))
        if device.status == "In repair" or ((end - arrived).days > 120 and self.random.random() < 0.5):
            broken = device.status == "In repair"
            note = self.random.choice(_FAULTS) if broken else ""
            yield from self.loan(
                device, arrived, end, status="In repair" if broken else "In stock", note=note
            )
        if device.status == "Reserved":
            note = "For a new starter"
            yield Step(
                at=LAST - timedelta(hours=self.random.randint(1, 9)),
                by=_handler(device),
                intent=STATUS,
                status="Reserved",
                note=note,
            )

    def retirement(self, device: Device, arrived: datetime) -> Iterator[Step]:
        """Used to the end, then taken out of use; disposed of later."""
        back = yield from self.loan(device, arrived, LAST - timedelta(days=self.random.randint(60, 300)))
        retired = self.later(back, 2, 20)
        yield Step(
            at=retired, by=_handler(device), intent=STATUS, status="Retired", note="Past its useful life"
        )
        if device.status == "Disposed":
            yield Step(
                at=self.later(retired, 14, 30),
                by="Priya Nair",
                intent=STATUS,
                status="Disposed",
                note="Recycler, certificate filed",
            )

    def loan(
        self, device: Device, arrived: datetime, until: datetime, *, status: str = "In stock", note: str = ""
    ) -> Telling:
        """Handed to somebody and taken back before `until`. Gives the moment of return."""
        person = self.random.choice([p for p in self.people if p.company == device.company])
        out = self.hand_out_at(person.name, arrived, arrived + (until - arrived) / 2)
        yield self.check_out(device, person.name, person.location, out)
        back = max(self.later(out, 1, max(2, (until - out).days - 1)), out + timedelta(hours=3))
        condition = "damaged" if status == "In repair" else None
        yield Step(
            at=back,
            by=_handler(device),
            intent=CHECK_IN,
            holder="",
            location=_room(device),
            status=status,
            note=note,
            condition=condition,
        )
        return back

    def check_out(self, device: Device, holder: str, location: str, at: datetime) -> Step:
        return Step(
            at=at, by=_handler(device), intent=CHECK_OUT, holder=holder, location=location, status="In use"
        )

    def hand_out_at(self, holder: str, after: datetime, before: datetime) -> datetime:
        """A moment between the two: one at which the holder gets something anyway, where there is one."""
        known = self.handed_out.setdefault(holder, [])
        for at in known:
            if after < at < before:
                return at
        at = self.later(after, 2, max(3, min(120, (before - after).days)))
        known.append(at)
        return at

    def later(self, moment: datetime, least: int, most: int) -> datetime:
        """Some days later, in working hours, on a working day."""
        day = moment.date() + timedelta(days=self.random.randint(least, max(least, most)))
        if day.weekday() > 4:
            day += timedelta(days=7 - day.weekday())
        minute = self.random.choice((0, 10, 15, 30, 40, 45))
        return datetime.combine(day, time(self.random.randint(8, 15), minute), UTC)


REGISTER, IMPORT, EDIT = "assets.asset.create", "assets.asset.import", "assets.asset.edit"
CHECK_OUT, CHECK_IN = "assets.asset.check_out", "assets.asset.check_in"
TRANSFER, STATUS = "assets.asset.transfer", "assets.asset.change_status"


def _room(device: Device) -> str:
    return STOCKROOM[device.company]


def _buyer(device: Device) -> str:
    return "Marek Dvořák" if device.company == ROBOTICS else "Priya Nair"


def _handler(device: Device) -> str:
    return "Marek Dvořák" if device.company == ROBOTICS else "Sam Idris"
