"""The 600 devices: known ones, and as many more as each category and status has."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from assetry.cli.support.demo.catalog import CATEGORIES, MODELS, DemoModel
from assetry.cli.support.demo.known_devices import KNOWN, WRITTEN_ON
from assetry.cli.support.demo.organization import (
    COMPANIES,
    DEPARTMENTS,
    INC,
    LABS,
    LOCATIONS,
    MACHINE_ROOM,
    ROBOTICS,
    STOCKROOM,
    DemoPerson,
)

TODAY = date.fromisoformat(WRITTEN_ON)
STATUSES = {
    "In use": 434, "In stock": 71, "Retired": 27, "On order": 22, "Reserved": 14, "In repair": 9, "Planned": 8,
    "In transit": 6, "Missing": 5, "Disposed": 4,
}  # fmt: skip
SHARE = {LABS: 331, ROBOTICS: 180, INC: 89}
# Tags of a company start here, so that no two companies print the same one.
FIRST_NUMBER = {LABS: 1, ROBOTICS: 3001, INC: 5001}
# What stands somewhere and serves everybody.
SHARED_CATEGORIES = frozenset({"Network", "Server", "Printer"})
NOWHERE = frozenset({"Planned", "On order", "Disposed"})
# How many days ago what now has this status was bought: least and most.
_AGES = {"On order": (3, 40), "In transit": (10, 50), "Retired": (1300, 1900), "Disposed": (1900, 2400)}

_MODELS = {model.name: model for model in MODELS}
_COMPANY_OF_PLACE = {location.path: location.company for location in LOCATIONS}
_COMPANY_OF_DEPARTMENT = {department.name: department.company for department in DEPARTMENTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device as it is at the end of the story. Without holder or location: ""."""

    tag: str
    model: DemoModel
    company: str
    serial: str
    status: str
    holder: str
    location: str
    bought_on: date | None

    @property
    def warranty_ends_on(self) -> date | None:
        """The day before the warranty's last month is full."""
        if self.bought_on is None or self.status in {"Planned", "On order"}:
            return None
        return self.bought_on + timedelta(days=round(self.model.warranty_months * 30.4375) - 1)

    @property
    def replace_on(self) -> date | None:
        """Servers are replaced after five years, whatever becomes of them."""
        if self.bought_on is None or self.model.category != "Server":
            return None
        return self.bought_on + timedelta(days=1826)

    @property
    def cost(self) -> Decimal | None:
        """What it cost, in the company's currency; not known of what is only planned."""
        return None if self.status == "Planned" else self.model.price


def make_devices(random: Random, people: tuple[DemoPerson, ...]) -> tuple[Device, ...]:
    """All 600, each with a tag of its own."""
    known = [_known(line) for line in KNOWN.splitlines()]
    statuses = Counter(STATUSES) - Counter(device.status for device in known)
    categories = Counter({c.name: c.count for c in CATEGORIES}) - Counter(
        device.model.category for device in known
    )
    companies = Counter(SHARE) - Counter(device.company for device in known)
    drawn = _Drawing(random, people, {device.tag for device in known})
    return (*known, *drawn.devices(statuses, categories, companies))


def _known(line: str) -> Device:
    tag, model, serial, status, holder, location, bought = line.split("|")
    company = _COMPANY_OF_PLACE.get(location) or _COMPANY_OF_DEPARTMENT.get(holder) or LABS
    return Device(
        tag=tag, model=_MODELS[model], company=company, serial=serial, status=status, holder=holder,
        location=location, bought_on=date.fromisoformat(bought) if bought else None,
    )  # fmt: skip


@dataclass
class _Drawing:
    """Draws what is not known, with one source of chance."""

    random: Random
    people: tuple[DemoPerson, ...]
    tags: set[str]

    def __post_init__(self) -> None:
        self.turns: dict[tuple[str, str], list[DemoPerson]] = {}

    def devices(
        self, statuses: Counter[str], categories: Counter[str], companies: Counter[str]
    ) -> list[Device]:
        """One device per unit of the three counters, which have equal sums."""
        # Shared machines are in use, all of them; the other statuses are for what people carry.
        chosen_categories = sorted(categories.elements(), key=lambda name: name not in SHARED_CATEGORIES)
        chosen_statuses = ["In use"] * sum(name in SHARED_CATEGORIES for name in chosen_categories)
        rest = list((statuses - Counter(chosen_statuses)).elements())
        self.random.shuffle(rest)
        chosen_companies = list(companies.elements())
        self.random.shuffle(chosen_companies)
        rows = zip(chosen_categories, [*chosen_statuses, *rest], chosen_companies, strict=True)
        return [self.device(category, status, company) for category, status, company in rows]

    def device(self, category: str, status: str, company: str) -> Device:
        bought_on = self.bought(status)
        model = self.model(category, bought_on or TODAY)
        holder, location = self.place(category, status, company)
        has_serial = status not in {"Planned", "On order"}
        return Device(
            tag=self.tag(category, company), model=model, company=company, status=status, holder=holder,
            location=location, serial=self.serial(model.serial) if has_serial else "", bought_on=bought_on,
        )  # fmt: skip

    def model(self, category: str, bought_on: date) -> DemoModel:
        """One that was on the market then; the oldest where none was."""
        models = sorted((m for m in MODELS if m.category == category), key=lambda m: m.since)
        sold = [m for m in models if m.since <= f"{bought_on:%Y-%m}"] or models[:1]
        return self.random.choices(sold, [m.weight for m in sold])[0]

    def place(self, category: str, status: str, company: str) -> tuple[str, str]:
        """Who holds it and where it is."""
        if status in NOWHERE:
            return "", ""
        if category in SHARED_CATEGORIES:
            room = self.random.choice([place.path for place in LOCATIONS if place.company == company])
            return "", room if category == "Printer" else MACHINE_ROOM[company]
        if status in {"In use", "Missing"}:
            if self.random.random() < 0.08:
                return self.department(company)
            person = self.next_person(category, company)
            return person.name, person.location
        return "", STOCKROOM[company]

    def department(self, company: str) -> tuple[str, str]:
        names = [department.name for department in DEPARTMENTS if department.company == company]
        places = [p.path for p in LOCATIONS if p.company == company and p.weight and not p.is_stockroom]
        return self.random.choice(names), self.random.choice(places)

    def next_person(self, category: str, company: str) -> DemoPerson:
        """Everybody of a company gets one of a category before anybody gets a second."""
        turn = self.turns.setdefault((category, company), [])
        if not turn:
            turn += [person for person in self.people if person.company == company]
            self.random.shuffle(turn)
        return turn.pop()

    def bought(self, status: str) -> date | None:
        if status == "Planned":
            return None
        first, last = _AGES.get(status, (60, 1250))
        day = TODAY - timedelta(days=self.random.randint(first, last))
        # Orders are placed together, on every third Tuesday.
        return day - timedelta(days=(day.toordinal() - 2) % 21)

    def tag(self, category: str, company: str) -> str:
        prefix = next(c.prefix for c in CATEGORIES if c.name == category)
        number = FIRST_NUMBER[company]
        if company == LABS and category == "Laptop":
            number = 901
        while (tag := f"{prefix}{number:04d}") in self.tags:
            number += 1
        self.tags.add(tag)
        return tag

    def serial(self, pattern: str) -> str:
        drawn = {"A": "ABCDEFGHJKLMNPQRSTUVWXYZ", "9": "0123456789"}
        return "".join(self.random.choice(drawn[sign]) if sign in drawn else sign for sign in pattern)


def next_numbers(devices: tuple[Device, ...]) -> dict[tuple[str, str], int]:
    """Per company and prefix, the number after the highest one that is used."""
    found = {
        (company.name, category.prefix): FIRST_NUMBER[company.name]
        for company in COMPANIES
        for category in CATEGORIES
    }
    for device in devices:
        prefix, number = device.tag[:3], int(device.tag[3:])
        key = (device.company, prefix)
        if number >= FIRST_NUMBER[device.company]:
            found[key] = max(found[key], number + 1)
    return found
