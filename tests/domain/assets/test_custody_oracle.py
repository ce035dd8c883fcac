"""R2: any sequence of moves, against a register of a hundred lines that holds nothing but dictionaries.

After each step the stored mirrors are the open periods, periods follow each other without a gap, and holder, place
and state are what the oracle says; what the oracle refuses is refused by that name.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from assetry.domain.assets.checks import gaps, wrong_mirrors
from assetry.domain.assets.models import Asset, Custody, Status
from assetry.domain.assets.operations import change_status, check_in_asset, check_out_asset, transfer_asset
from assetry.domain.assets.queries import get_as_of
from assetry.domain.assets.starter import MOVES, STATUSES
from assetry.kernel.refusals import Refusal
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_category, make_location, make_person

pytestmark = pytest.mark.django_db

ASSETS, PEOPLE, PLACES, DEPTH = 6, 3, 3, 8
STATUS = {status.name: status for status in STATUSES if status.name not in {"Active", "Under review"}}
HELD = {"in_use", "in_maintenance", "missing"}
RETIRED = {"retired", "disposed"}


class Refused(Exception):
    """What the oracle says no with: a refusal's code."""


@dataclass
class Oracle:
    """The rules of custody in plain words: where things are, who has them, what they lie in."""

    holder: dict[int, Any] = field(default_factory=lambda: dict.fromkeys(range(ASSETS)))
    place: dict[int, int | None] = field(default_factory=lambda: dict.fromkeys(range(ASSETS)))
    status: dict[int, str] = field(default_factory=lambda: dict.fromkeys(range(ASSETS), "In stock"))
    desk: dict[int, int | None] = field(default_factory=lambda: {0: 0, 1: 1, 2: None})

    def state(self, asset: int) -> str:
        return STATUS[self.status[asset]].state

    def inside(self, asset: int) -> int | None:
        """The asset that it lies in."""
        holder = self.holder[asset]
        return holder[1] if holder is not None and holder[0] == "asset" else None

    def around(self, asset: int) -> list[int]:
        """The asset and everything that it lies in."""
        outer = self.inside(asset)
        return [asset, *(self.around(outer) if outer is not None else [])]

    def height(self, asset: int) -> int:
        """How many levels lie in it."""
        return max(
            (1 + self.height(other) for other in range(ASSETS) if self.inside(other) == asset), default=0
        )

    def where(self, asset: int) -> int | None:
        """The place of the outermost container."""
        return self.place[self.around(asset)[-1]]

    def check_out(self, asset: int, holder: tuple[str, int], place: int | None) -> None:
        self._stays(asset)
        if self.holder[asset] is not None:
            raise Refused("asset_held")
        if not STATUS[self.status[asset]].assignable:
            raise Refused("asset_not_assignable")
        self._takes(holder, place, asset)
        self._enters(asset, holder)
        self._put(asset, holder, place)
        self.status[asset] = "In use"

    def check_in(self, asset: int, place: int | None) -> None:
        self._stays(asset)
        if self.state(asset) not in HELD and self.holder[asset] is None:
            raise Refused("asset_not_out")
        self._put(asset, None, place)
        self.status[asset] = "In stock"

    def transfer(self, asset: int, holder: tuple[str, int] | None, place: int | None) -> None:
        self._stays(asset)
        if holder is not None and self.state(asset) not in HELD:
            raise Refused("asset_not_out")
        if holder is None and place in {None, self.where(asset)}:
            raise Refused("already_so")
        if holder is None and self.inside(asset) is not None:
            raise Refused("location_follows")
        if holder is not None:
            self._takes(holder, place, asset)
            self._enters(asset, holder)
        self._put(asset, holder or self.holder[asset], place)

    def change(self, asset: int, name: str) -> None:
        if self.status[asset] == name:
            raise Refused("already_so")
        target = STATUS[name].state
        if target != self.state(asset) and (self.state(asset), target) not in MOVES:
            raise Refused("transition_not_allowed")
        if target not in HELD:
            self._put(asset, None, None)
        self.status[asset] = name

    def _stays(self, asset: int) -> None:
        if self.state(asset) in RETIRED:
            raise Refused("asset_retired")
        if STATUS[self.status[asset]].frozen:
            raise Refused("asset_frozen")

    def _takes(self, holder: tuple[str, int], place: int | None, asset: int) -> None:
        kind, key = holder
        if kind == "asset" and (self.state(key) in RETIRED or STATUS[self.status[key]].frozen):
            raise Refused("holder_inactive")
        if kind == "asset" and place is not None and place != self.where(key):
            raise Refused("location_follows")
        if self.holder[asset] == holder and self._goes_to(holder, place, asset) == self.where(asset):
            raise Refused("already_so")

    def _enters(self, asset: int, holder: tuple[str, int]) -> None:
        if holder[0] == "asset" and asset in self.around(holder[1]):
            raise Refused("containment_cycle")
        if holder[0] == "asset" and len(self.around(holder[1])) + 1 + self.height(asset) > DEPTH:
            raise Refused("contained_too_deep")

    def _goes_to(self, holder: tuple[str, int] | None, place: int | None, asset: int) -> int | None:
        if holder is not None and holder[0] == "asset":
            return self.where(holder[1])
        own = self.desk[holder[1]] if holder is not None and holder != self.holder[asset] else None
        chosen = place if place is not None else own
        return chosen if chosen is not None else self.where(asset)

    def _put(self, asset: int, holder: tuple[str, int] | None, place: int | None) -> None:
        self.place[asset] = self._goes_to(holder, place, asset)
        self.holder[asset] = holder


class Custodies(RuleBasedStateMachine):
    """The same moves at both; `cast` is set by the test."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.oracle, self.now, self.told = Oracle(), NOW, list[tuple[datetime, int, int | None]]()
        with signed("test"):
            company, category = self.cast.company, make_category()
            self.places = [make_location(company) for _ in range(PLACES)]
            desks = [self.places[0], self.places[1], None]
            self.people = [make_person(company, location=desk) for desk in desks]
            self.assets = [make_asset(company, category=category) for _ in range(ASSETS)]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def both(self, ours: Any, theirs: Any, **options: Any) -> None:
        """One move at the oracle and at the register: both do it, or both refuse it with the same code."""
        self.now += timedelta(minutes=1)
        expected = got = None
        try:
            ours()
        except Refused as refused:
            expected = refused.args[0]
        try:
            theirs(actor=self.cast.actor("technician"), at=self.now, **options)
        except Refusal as refusal:
            got = refusal.code
        assert got == expected

    def holder_of(self, holder: tuple[str, int]) -> Any:
        kind, key = holder
        return self.people[key] if kind == "person" else Asset.objects.get(pk=self.assets[key].pk)

    def at(self, place: int | None) -> dict[str, Any]:
        return {} if place is None else {"location": self.places[place]}

    holders = st.tuples(st.just("person"), st.integers(0, PEOPLE - 1)) | st.tuples(
        st.just("asset"), st.integers(0, ASSETS - 1)
    )
    spots = st.none() | st.integers(0, PLACES - 1)
    things = st.integers(0, ASSETS - 1)

    @rule(asset=things, holder=holders, place=spots)
    def check_out(self, asset: int, holder: tuple[str, int], place: int | None) -> None:
        self.both(
            lambda: self.oracle.check_out(asset, holder, place),
            check_out_asset,
            asset=self.assets[asset],
            holder=self.holder_of(holder),
            **self.at(place),
        )

    @rule(asset=things, place=spots)
    def check_in(self, asset: int, place: int | None) -> None:
        self.both(
            lambda: self.oracle.check_in(asset, place),
            check_in_asset,
            asset=self.assets[asset],
            **self.at(place),
        )

    @rule(asset=things, holder=st.none() | holders, place=spots)
    def transfer(self, asset: int, holder: tuple[str, int] | None, place: int | None) -> None:
        self.both(
            lambda: self.oracle.transfer(asset, holder, place),
            transfer_asset,
            asset=self.assets[asset],
            **self.at(place),
            **({} if holder is None else {"holder": self.holder_of(holder)}),
        )

    @rule(asset=things, name=st.sampled_from(sorted(STATUS)))
    def change(self, asset: int, name: str) -> None:
        self.both(
            lambda: self.oracle.change(asset, name),
            change_status,
            asset=self.assets[asset],
            status=Status.objects.get(name=name),
        )

    @rule(asset=things)
    def remember(self, asset: int) -> None:
        self.told.append((self.now, asset, self.oracle.where(asset)))

    @invariant()
    def mirrors_are_the_open_periods(self) -> None:
        assert wrong_mirrors() == []
        assert gaps() == []

    @invariant()
    def everything_is_where_the_oracle_says(self) -> None:
        rows = {
            asset.pk: asset
            for asset in Asset.objects.filter(pk__in=[a.pk for a in self.assets]).select_related("status")
        }
        found = [self.described(rows[asset.pk]) for asset in self.assets]
        assert found == [
            (self.oracle.holder[n], self.oracle.where(n), self.oracle.status[n]) for n in range(ASSETS)
        ]

    def described(self, row: Asset) -> tuple[Any, int | None, str]:
        people, assets = [p.pk for p in self.people], [a.pk for a in self.assets]
        holder = ("person", people.index(row.holder_person_id)) if row.holder_person_id else None
        holder = ("asset", assets.index(row.holder_asset_id)) if row.holder_asset_id else holder
        places = [place.pk for place in self.places]
        return holder, places.index(row.location_id) if row.location_id else None, row.status.name

    @invariant()
    def the_past_is_what_it_was(self) -> None:
        for at, asset, place in self.told[-3:]:
            custody: Custody | None = get_as_of(self.assets[asset], at).custody
            there = custody.location if custody else None
            assert there == (None if place is None else self.places[place])


def run(cast: Cast, examples: int, steps: int) -> None:
    Custodies.cast = cast
    health = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Custodies,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=health
        ),
    )


def test_r2_every_sequence_of_moves_is_the_oracle_s(cast: Cast) -> None:
    run(cast, examples=12, steps=25)


@pytest.mark.soak
def test_r2_every_sequence_of_moves_is_the_oracle_s_for_hours(cast: Cast) -> None:
    run(cast, examples=2000, steps=50)
