"""What an asset reaches when it stops: types, directions, circles, depth, sight; against a plain search in Python."""

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from assetry.domain.assets.impact import Way, count_reached, walk_from
from assetry.domain.assets.models import Asset, AssetRelation
from assetry.domain.assets.operations import check_out_asset
from assetry.domain.assets.relation_types import RELATION_TYPES
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.domain.assets.places import LATER
from tests.domain.people import granted
from tests.factories import make_asset, make_category

pytestmark = pytest.mark.django_db
Tie = tuple[int, str, int]


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return cast.actor("asset_manager")


@pytest.fixture
def row(cast: Cast) -> list[Asset]:
    """Nine assets, A to I."""
    with signed("test"):
        category = make_category()
        return [make_asset(cast.company, asset_tag=tag, category=category) for tag in "ABCDEFGHI"]


def tie(row: list[Asset], ties: Iterable[Tie]) -> None:
    with signed("test"):
        AssetRelation.objects.bulk_create(
            AssetRelation(
                source=row[source],
                company_id=row[source].company_id,
                type=type_,
                target=row[target],
                target_company_id=row[target].company_id,
                period=(NOW, None),
            )
            for source, type_, target in ties
        )


def tags(actor: Actor, root: Asset, way: Way = Way.REACHED, **more: int) -> str:
    walk = walk_from(actor, root, way, **more)
    return "".join(sorted(step.asset.asset_tag for step in walk.steps.values()))


@pytest.mark.parametrize(
    ("type_", "reached", "needed"),
    [
        ("runs_on", "A", ""),
        ("depends_on", "A", ""),
        ("connects_to", "A", ""),
        ("stores", "", "A"),
        ("backs_up", "", "A"),
        ("replaced_by", "", ""),
    ],
)
def test_each_type_reaches_its_own_end(
    manager: Actor, row: list[Asset], type_: str, reached: str, needed: str
) -> None:
    """A *type* B: whether B, when it stops, reaches A; else A reaches B."""
    tie(row, [(0, type_, 1)])
    assert tags(manager, row[1]) == reached
    assert tags(manager, row[1], Way.NEEDED) == needed


def test_it_is_followed_six_steps_and_no_further(manager: Actor, row: list[Asset]) -> None:
    tie(row, [(n, "runs_on", n + 1) for n in range(8)])
    assert tags(manager, row[8]) == "CDEFGH"
    assert tags(manager, row[0], Way.NEEDED) == "BCDEFG"


def test_what_only_misses_something_carries_nothing_on(manager: Actor, row: list[Asset]) -> None:
    """B loses its backup and goes on: what runs on B does not notice."""
    tie(row, [(0, "backs_up", 1), (2, "runs_on", 1)])
    assert tags(manager, row[0]) == "B"


def test_a_circle_ends_where_it_was_before(manager: Actor, row: list[Asset]) -> None:
    tie(row, [(0, "depends_on", 1), (1, "depends_on", 2), (2, "depends_on", 0)])
    assert tags(manager, row[0]) == "BC"


def test_the_way_is_told_from_the_root(manager: Actor, row: list[Asset]) -> None:
    tie(row, [(1, "runs_on", 0), (1, "stores", 2), (3, "depends_on", 2)])
    walk = walk_from(manager, row[0], Way.REACHED)
    path = walk.path_to(walk.steps[row[3].pk])
    assert [(step.via.asset_tag, step.type.code, step.asset.asset_tag) for step in path] == [
        ("A", "runs_on", "B"),
        ("B", "stores", "C"),
        ("C", "depends_on", "D"),
    ]


def test_what_lies_inside_stops_with_it(cast: Cast, manager: Actor, row: list[Asset]) -> None:
    check_out_asset(actor=cast.actor("technician"), asset=row[1], holder=row[0], at=LATER)
    tie(row, [(2, "runs_on", 1)])
    assert tags(manager, row[0]) == "BC"
    assert tags(manager, row[2], Way.NEEDED) == "AB"


def test_an_ended_relation_reaches_nobody(manager: Actor, row: list[Asset]) -> None:
    tie(row, [(0, "runs_on", 1)])
    with signed("test"):
        AssetRelation.objects.update(period=(NOW, LATER))
    assert tags(manager, row[1]) == ""


def test_a1_what_is_hidden_is_neither_named_nor_counted_nor_stepped_over(
    cast: Cast, row: list[Asset]
) -> None:
    with signed("test"):
        hidden = make_asset(cast.other_company, asset_tag="X", category=row[0].category)
    tie([*row, hidden], [(9, "runs_on", 0), (1, "runs_on", 9), (2, "runs_on", 0)])
    nina = granted("nina", "auditor", company=cast.company)
    walk = walk_from(nina, row[0], Way.REACHED)
    assert ([step.asset.asset_tag for step in walk.steps.values()], walk.total) == (["C"], 1)
    assert count_reached(nina, [row[0].pk]) == {row[0].pk: 1}
    assert tags(granted("olaf", "auditor"), row[0]) == "BCX"


def test_more_than_the_limit_is_counted(manager: Actor, row: list[Asset]) -> None:
    tie(row, [(n, "runs_on", 0) for n in range(1, 9)])
    walk = walk_from(manager, row[0], Way.REACHED, limit=3)
    assert (len(walk.steps), walk.total, walk.more) == (3, 8, 5)


def test_one_walk_and_one_look_at_what_it_came_to(
    manager: Actor, row: list[Asset], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tie(row, [(n, "runs_on", n + 1) for n in range(8)])
    manager.may("assets.asset.view")
    with django_assert_num_queries(2):
        walk_from(manager, row[8], Way.REACHED)


def plainly(root: int, ties: list[Tie]) -> set[int]:
    """The same by a breadth-first search over (asset, whether it stops), without SQL."""
    reached: set[int] = set()
    now = {root}
    for _step in range(6):
        onward = {
            (
                source if RELATION_TYPES[type_].reaches == "source" else target,
                RELATION_TYPES[type_].carries_on,
            )
            for source, type_, target in ties
            for end in [{"source": target, "target": source}.get(RELATION_TYPES[type_].reaches)]
            if end in now
        }
        reached |= {key for key, _stops in onward}
        now = {key for key, stops in onward if stops}
    return reached - {root}


_TIE = st.tuples(st.integers(0, 8), st.sampled_from(sorted(RELATION_TYPES)), st.integers(0, 8))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ties=st.lists(_TIE.filter(lambda one: one[0] != one[2]), max_size=25, unique=True))
def test_it_is_what_a_plain_search_finds(manager: Actor, row: list[Asset], ties: list[Tie]) -> None:
    with signed("test"):
        AssetRelation.objects.all().delete()
    tie(row, ties)
    walk = walk_from(manager, row[0], Way.REACHED)
    assert {row.index(step.asset) for step in walk.steps.values()} == plainly(0, ties)
    assert all(walk.path_to(step)[0].via == row[0] for step in walk.steps.values())
