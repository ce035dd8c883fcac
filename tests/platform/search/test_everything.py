"""One box over everything: ranked, tolerant, in scope, kept in step by triggers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from assetry.domain.assets.models import Asset, AssetIdentifier
from assetry.domain.catalog.models import Manufacturer
from assetry.domain.ledger.models import CostCenter
from assetry.domain.organization.models import Person
from assetry.kernel.registry import entities, entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from assetry.platform.permissions.models import CompiledGrant
from assetry.platform.search.everything import (
    MOST_RANKED,
    MOST_WHOLE,
    Rank,
    _whole,
    count_matching,
    find_everything,
)
from assetry.platform.search.models import SearchDocument
from assetry.platform.search.queries import MOST_LOOKED_AT, others_holding
from tests.cast import Cast
from tests.factories import (
    make_asset,
    make_category,
    make_department,
    make_location,
    make_model,
    make_person,
    make_supplier,
)

pytestmark = pytest.mark.django_db


def found(actor: Actor, text: str, limit: int = 10) -> list[tuple[str, list[str]]]:
    """(entity, words of its rows), group by group."""
    return [
        (group.entity.name, [group.entity.title(row) for row in group.rows])
        for group in find_everything(actor, text, limit=limit)
    ]


def test_every_searched_entity_is_kept_by_triggers_and_has_a_list() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'search_%'")
        kept = set(cursor.fetchall())
    searched = [entity for entity in entities() if entity.searched]
    wanted = {(f"search_{one.name}_{when}", one.table) for one in searched for when in ("insert", "update")}
    assert wanted <= kept
    assert all(one.list_url_name for one in searched)
    assert {"asset", "person", "location", "department", "supplier", "model", "company"} <= {
        one.name for one in searched
    }


MAKERS: dict[str, Callable[[Cast], Any]] = {
    "asset": lambda cast: make_asset(cast.company, name="Zanzibar"),
    "person": lambda cast: make_person(cast.company, "Zanzibar"),
    "location": lambda cast: make_location(cast.company, "Zanzibar"),
    "department": lambda cast: make_department(cast.company, "Zanzibar"),
    "supplier": lambda cast: make_supplier("Zanzibar"),
    "category": lambda cast: make_category("Zanzibar"),
    "manufacturer": lambda cast: Manufacturer.objects.create(name="Zanzibar", name_sort="zanzibar"),
    "cost_center": lambda cast: CostCenter.objects.create(
        company=cast.company, code="Zanzibar", name="x", name_sort="x"
    ),
}


def test_everything_is_found_by_a_part_of_its_name(cast: Cast) -> None:
    with signed("test"):
        for make in MAKERS.values():
            make(cast)
    groups = dict(found(cast.actor("administrator"), "NZIB"))
    assert groups.keys() == MAKERS.keys()
    assert {name for name, rows in groups.items() if len(rows) != 1} == set()


@pytest.mark.parametrize("name", MAKERS)
def test_custom_fields_are_found_and_no_longer_when_they_go(cast: Cast, name: str) -> None:
    actor = cast.actor("administrator")
    with signed("test"):
        row = MAKERS[name](cast)
        type(row).objects.filter(pk=row.pk).update(custom={"code": "Quetzal-7", "size": 9000123})
    assert [entity for entity, _rows in found(actor, "tzal-7")] == [name]
    assert found(actor, "9000123") == []
    with signed("test"):
        type(row).objects.filter(pk=row.pk).update(custom={})
    assert found(actor, "tzal-7") == []


def test_a_model_is_found_by_the_new_name_of_its_maker(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude")
        Manufacturer.objects.filter(pk=model.manufacturer_id).update(name="Quetzal Ltd")
    assert found(cast.actor("administrator"), "quetzal")[-1][0] == "model"


def test_the_exact_code_stands_first_then_what_begins_with_it_then_what_holds_it(cast: Cast) -> None:
    with signed("test"):
        for tag in ("X-LT-10", "LT-100", "LT-10", "OLD LT-101"):
            make_asset(cast.company, asset_tag=tag)
    ((name, rows),) = found(cast.actor("technician"), "lt-10")
    assert (name, rows[:2]) == ("asset", ["LT-10", "LT-100"])
    assert set(rows[2:]) == {"X-LT-10", "OLD LT-101"}


def test_what_an_identifier_names_is_exact(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company, asset_tag="LT-1")
        AssetIdentifier.objects.create(
            asset=asset,
            company=cast.company,
            scheme="imei",
            value="490154203237518",
            value_key="490154203237518",
        )
    groups = find_everything(cast.actor("technician"), "490154203237518", limit=5)
    assert [(group.best, group.rows) for group in groups] == [(Rank.EXACT, [asset])]


def test_of_more_than_are_read_whole_an_identifier_is_exact_and_a_tag_before_it(cast: Cast) -> None:
    with signed("test"):
        for number in range(MOST_WHOLE + 2):
            make_asset(cast.company, name=f"Old QX-7 {number}")
        was = make_asset(cast.company, asset_tag="LT-1")
        AssetIdentifier.objects.create(
            asset=was, company=cast.company, scheme="old_tag", value="qx-7", value_key="QX-7"
        )
    (group,) = find_everything(cast.actor("technician"), "qx-7", limit=2)
    assert (group.best, group.rows[0]) == (Rank.EXACT, was)
    with signed("test"):
        tagged = make_asset(cast.company, asset_tag="QX-7")
    (group,) = find_everything(cast.actor("technician"), "qx-7", limit=2)
    assert group.rows[0] == tagged


def test_a3_a_grant_that_is_gone_counts_at_the_next_search(cast: Cast) -> None:
    """The statement of those who see alike is kept; what each sees is asked anew."""
    with signed("test"):
        make_asset(cast.company, name="Zanzibar")
        make_asset(cast.other_company, name="Zanzibar")
    actor = cast.actor("technician")
    assert [len(rows) for _name, rows in found(actor, "zanzibar")] == [1]
    CompiledGrant.objects.filter(user_id=actor.user_id).delete()
    assert found(replace(actor), "zanzibar") == []


def test_the_group_with_the_best_row_comes_first(cast: Cast) -> None:
    with signed("test"):
        ana = make_person(cast.company, "Anabel Quist", email="aq@example.com")
        make_asset(cast.company, holder_person=ana, status="In use")
    assert [name for name, _rows in found(cast.actor("technician"), "anabel")] == ["person", "asset"]
    assert [name for name, _rows in found(cast.actor("technician"), "aq@exam")] == ["person"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("latitde", "Latitude"), ("thinkpda", "ThinkPad"), ("elitebok", "EliteBook")]
)
def test_mistyped_words_find_what_is_like_them(cast: Cast, typed: str, meant: str) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="1", name=meant)
    (group,) = find_everything(cast.actor("technician"), typed, limit=5)
    assert (group.is_similar, group.rows[0].name) == (True, meant)


def test_what_is_found_as_typed_is_not_mixed_with_what_is_like_it(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="1", name="Petrov")
        make_asset(cast.company, asset_tag="2", name="Petrow")
    assert found(cast.actor("technician"), "petrow") == [("asset", ["2"])]


@pytest.mark.parametrize("text", ["", "a", "zz", "%", "_", "%%%", "'", "\\", "x" * 500, "ab cd"])
def test_whatever_is_typed_is_text(cast: Cast, text: str) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="Q-1")
    assert found(cast.actor("technician"), text) == []


def test_a1_nothing_of_another_company_is_found_counted_or_in_the_way(cast: Cast) -> None:
    """The other company has more matches than are ranked: ours is found nonetheless."""
    with signed("test"):
        Person.objects.bulk_create(
            Person(
                company=cast.other_company,
                public_id=f"{n:012d}",
                name=f"Zanzibar {n}",
                name_sort=f"zanzibar {n}",
            )
            for n in range(MOST_RANKED + 5)
        )
        make_asset(cast.other_company, name="Zanzibar")
        make_person(cast.company, "Our Zanzibar")
    technician = cast.actor("technician")
    assert found(technician, "zanzibar") == [("person", ["Our Zanzibar"])]
    assert found(technician, "zanzibra") == [("person", ["Our Zanzibar"])]
    assert count_matching(technician, entity_named("person"), "zanzibar") == 1
    assert count_matching(technician, entity_named("asset"), "zanzibar") == 0


def test_of_more_than_are_ranked_the_exact_one_still_comes_first(cast: Cast) -> None:
    with signed("test"):
        Person.objects.bulk_create(
            Person(
                company=cast.company,
                public_id=f"{n:012d}",
                name=f"A Zanzibar {n}",
                name_sort=f"a zanzibar {n}",
            )
            for n in range(MOST_RANKED + 5)
        )
        make_person(cast.company, "Zanzibar")
    assert found(cast.actor("technician"), "zanzibar", 1) == [("person", ["Zanzibar"])]


def test_an_employee_finds_what_is_theirs(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="Q-1", name="Zanzibar")
        make_asset(
            cast.company,
            asset_tag="Q-2",
            name="Zanzibar",
            holder_person=cast.person("employee"),
            status="In use",
        )
        make_person(cast.company, "Zanzibar")
    assert found(cast.actor("employee"), "zanzibar") == [("asset", [str(Asset.objects.get(asset_tag="Q-2"))])]


def test_statements_do_not_grow_with_what_is_found(cast: Cast, django_assert_max_num_queries: Any) -> None:
    with signed("test"):
        for number in range(12):
            make_asset(cast.company, name=f"Zanzibar {number}")
    actor = cast.actor("technician")
    actor.may("x")
    with django_assert_max_num_queries(8):
        found(actor, "zanzibar")


def test_an_entity_is_asked_however_many_of_others_hold_the_word(cast: Cast) -> None:
    with signed("test"):
        SearchDocument.objects.bulk_create(
            SearchDocument(entity="nothing", object_id=n, text="zanzibar") for n in range(MOST_LOOKED_AT)
        )
        make_person(cast.company, "Zanzibar")
    assert others_holding("zanzibar") is None
    assert found(cast.actor("technician"), "zanzibar") == [("person", ["Zanzibar"])]


def test_what_went_since_it_was_ranked_is_left_out(cast: Cast) -> None:
    with signed("test"):
        here = make_asset(cast.company, name="Here")
    ranked = [(Rank.EXACT, 0), (Rank.EXACT, here.pk)]
    assert _whole(cast.actor("administrator"), entity_named("asset"), ranked) == [(Rank.EXACT, here)]
