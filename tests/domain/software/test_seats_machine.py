"""R2: whatever is bought, given, changed, handed on, taken back or runs out, used and free are all there are.

Snipe-IT #3121, #2925, #450; Ralph #2067; GLPI #9542. Compared with an oracle of plain Python after each step.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetry.domain.software import allocation_operations as give
from assetry.domain.software import operations as buy
from assetry.domain.software.models import Allocation, Entitlement, License
from assetry.domain.software.seats import recount
from assetry.kernel.refusals import Refusal
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_department, make_license, make_person

pytestmark = pytest.mark.django_db(transaction=True)
START = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOLDERS = 4
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "buy",
                "buy",
                "term",
                "give",
                "give",
                "give",
                "change",
                "hand on",
                "back",
                "correct",
                "renew",
                "day",
            ]
        ),
        st.integers(0, 5),
        st.integers(1, 4),
    ),
    max_size=25,
)


class World:
    """The database and the oracle: lines as (quantity, first, last), holders as holder → quantity."""

    def __init__(self, cast: Cast) -> None:
        with signed("test"):
            self.license = make_license(cast.company)
            self.holders: list[Any] = [
                make_person(cast.company),
                make_person(cast.company),
                make_department(cast.company),
                make_asset(cast.company),
            ]
        self.buyer, self.giver = cast.actor("asset_manager"), cast.actor("technician")
        self.company = cast.company
        self.at = START
        self.lines: list[tuple[int, date, date]] = []
        self.has: dict[Any, int] = {}

    @property
    def bought(self) -> int:
        day = self.at.date()
        return sum(quantity for quantity, first, last in self.lines if first <= day <= last)

    @property
    def free(self) -> int:
        return self.bought - sum(self.has.values())

    def attempt(self, act: Callable[[], object], *, allowed: bool) -> bool:
        """Do it; that it is refused exactly when the oracle says so is the proof."""
        try:
            act()
        except Refusal:
            assert not allowed
            return False
        assert allowed
        return True

    def line(self, n: int) -> Entitlement | None:
        lines = list(Entitlement.objects.filter(quantity__gt=0).order_by("pk"))
        return lines[n % len(lines)] if lines else None

    def open(self, n: int) -> Allocation | None:
        rows = list(Allocation.objects.filter(period__upper_inf=True).order_by("pk"))
        return rows[n % len(rows)] if rows else None

    def check(self) -> None:
        recount(self.at)
        found = License.objects.get()
        used = sum(self.has.values())
        assert (found.bought, found.assigned) == (self.bought, used)
        assert found.assigned + found.free == found.bought + found.short
        assert (found.free, found.short) == (max(self.bought - used, 0), max(used - self.bought, 0))


def _buy(world: World, n: int, quantity: int, *, days: int | None = None) -> None:
    first = world.at.date() + timedelta(days=n if days else 0)
    term = {"starts_on": first, "ends_on": first + timedelta(days=days)} if days else {}
    values = {"license": world.license, "quantity": quantity, **term}
    buy.add_entitlement(actor=world.buyer, company=world.company, values=values, at=world.at)
    world.lines.append((quantity, term.get("starts_on", date.min), term.get("ends_on", date.max)))


def _give(world: World, n: int, quantity: int) -> None:
    holder = world.holders[n % HOLDERS]
    allowed = holder not in world.has and quantity <= world.free
    given: dict[str, Any] = {"license": world.license, "holders": [holder], "quantity": quantity}
    if world.attempt(lambda: give.allocate_seats(actor=world.giver, **given, at=world.at), allowed=allowed):
        world.has[holder] = quantity


def _change(world: World, n: int, quantity: int) -> None:
    row = world.open(n)
    if row is None:
        return
    before = world.has[row.holder]
    changes = {"quantity": quantity}
    allowed = quantity == before or quantity - before <= world.free
    act = lambda: give.edit_allocation(  # noqa: E731
        actor=world.giver, allocation=row, changes=changes, version=None, at=world.at
    )
    if world.attempt(act, allowed=allowed):
        world.has[row.holder] = quantity


def _hand_on(world: World, n: int, quantity: int) -> None:
    row, holder = world.open(n), world.holders[quantity % HOLDERS]
    if row is None:
        return
    # Where a term ran out nothing is given anew, handed on neither.
    allowed = holder not in world.has and world.free >= 0
    act = lambda: give.transfer_allocation(actor=world.giver, allocation=row, holder=holder, at=world.at)  # noqa: E731
    if world.attempt(act, allowed=allowed):
        world.has[holder] = world.has.pop(row.holder)


def _back(world: World, n: int, _quantity: int) -> None:
    row = world.open(n)
    if row is not None:
        give.release_seats(actor=world.giver, allocations=[row], at=world.at)
        del world.has[row.holder]


def _correct(world: World, n: int, quantity: int) -> None:
    line = world.line(n)
    if line is None:
        return
    left = line.quantity + sum(
        row.quantity for row in Entitlement.objects.filter(predecessor=line, quantity__lt=0)
    )
    first, last = line.starts_on or date.min, line.ends_on or date.max
    in_force = first <= world.at.date() <= last
    allowed = quantity <= left and (not in_force or quantity <= world.free)
    act = lambda: buy.correct_entitlement(actor=world.buyer, entitlement=line, quantity=quantity, at=world.at)  # noqa: E731
    if world.attempt(act, allowed=allowed):
        world.lines.append((-quantity, first, last))


def _renew(world: World, n: int, quantity: int) -> None:
    line = world.line(n)
    if line is None or line.ends_on is None:
        return
    first = line.ends_on + timedelta(days=1)
    last = first + timedelta(days=3)
    buy.renew_entitlement(actor=world.buyer, entitlement=line, ends_on=last, quantity=quantity, at=world.at)
    world.lines.append((quantity, first, last))


def _day(world: World, n: int, _quantity: int) -> None:
    world.at += timedelta(days=n + 1)


ACTS: dict[str, Callable[[World, int, int], None]] = {
    "buy": _buy,
    "term": lambda world, n, quantity: _buy(world, n, quantity, days=quantity + 1),
    "give": _give,
    "change": _change,
    "hand on": _hand_on,
    "back": _back,
    "correct": _correct,
    "renew": _renew,
    "day": _day,
}


def play(cast: Cast, steps: list[tuple[str, int, int]]) -> None:
    with signed("test"):
        Allocation.objects.all().delete()
        for line in Entitlement.objects.order_by("-pk"):  # what follows a line goes before it
            line.delete()
        License.objects.all().delete()
    world = World(cast)
    for word, n, quantity in steps:
        ACTS[word](world, n, quantity)
        world.at += timedelta(seconds=1)
        world.check()


_HEALTH = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    from tests.cast import make_cast

    return make_cast()


@given(steps=STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=_HEALTH)
def test_used_and_free_are_all_there_are(cast: Cast, steps: list[tuple[str, int, int]]) -> None:
    play(cast, steps)


@pytest.mark.soak
@given(steps=STEPS)
@settings(max_examples=1500, deadline=None, suppress_health_check=_HEALTH)
def test_used_and_free_are_all_there_are_at_length(cast: Cast, steps: list[tuple[str, int, int]]) -> None:
    play(cast, steps)
