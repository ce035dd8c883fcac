"""Support dates: by hand and from data packs, each with who says so, and of several words the latest."""

import json
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from assetry.domain.catalog import refusals
from assetry.domain.catalog.models import Release, ReleasedProduct
from assetry.domain.catalog.packs import Pack, read_pack
from assetry.domain.catalog.release_models import DAYS
from assetry.domain.catalog.release_operations import (
    BY_HAND,
    create_product,
    create_release,
    edit_product,
    edit_release,
    load_releases,
)
from assetry.domain.catalog.starter_pack import starter_pack
from assetry.domain.organization.refusals import NameTaken
from assetry.kernel.refusals import NotPermitted
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast

DAY = date(2026, 11, 24)
db = pytest.mark.django_db


def pack_of(as_of: str, security_until: str, **more: Any) -> Pack:
    release = {"line": "17", "released_on": "2024-09-26", "security_until": security_until, **more}
    product = {"code": "postgresql", "name": "PostgreSQL", "also": ["Postgres"], "releases": [release]}
    pack = {
        "format": "assetry-releases/1",
        "source": "versioning page",
        "as_of": as_of,
        "products": [product],
    }
    return read_pack(json.dumps(pack).encode(), as_of=DAY)


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return cast.actor("administrator")


def test_the_pack_that_comes_along_has_eighty_products_and_a_source_for_every_day() -> None:
    products = starter_pack().products
    assert len(products) >= 80
    facts = [fact for product in products for release in product.releases for fact in release.facts.values()]
    assert len(facts) > 400
    assert all(fact.source.startswith("https://") and fact.as_of <= DAY for fact in facts)


def test_its_days_come_in_their_order() -> None:
    for product in starter_pack().products:
        assert len({release.line for release in product.releases}) == len(product.releases), product.code
        for release in product.releases:
            days = [release.facts[name].on for name in DAYS if name in release.facts]
            assert days == sorted(days), (product.code, release.line)


@db
def test_it_loads_once_in_a_few_statements(
    manager: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(40):
        done = load_releases(actor=manager, pack=starter_pack(), at=NOW)
    assert done.new == Release.objects.count() > 200
    again = load_releases(actor=manager, pack=starter_pack(), at=NOW)
    assert (again.new, again.changed) == (0, 0)


@db
def test_of_two_sources_the_later_word_counts_and_both_are_kept(manager: Actor) -> None:
    load_releases(actor=manager, pack=pack_of("2026-01-01", "2029-11-08"), at=NOW)
    load_releases(actor=manager, pack=pack_of("2025-01-01", "2028-01-01", source="an older page"), at=NOW)
    release = Release.objects.get()
    assert (release.name, release.source) == ("PostgreSQL 17", "versioning page")
    assert release.security_until == date(2029, 11, 8)
    assert release.facts["security_until"] == {
        "versioning page": ["2029-11-08", "2026-01-01"],
        "an older page": ["2028-01-01", "2025-01-01"],
    }


@db
def test_what_is_typed_stays_until_a_pack_is_newer(manager: Actor) -> None:
    load_releases(actor=manager, pack=pack_of("2026-01-01", "2029-11-08"), at=NOW)
    release = Release.objects.get()
    edit_release(
        actor=manager, release=release, changes={"security_until": date(2031, 1, 1)}, version=None, at=NOW
    )
    load_releases(actor=manager, pack=pack_of("2026-02-01", "2029-11-09"), at=NOW)
    release.refresh_from_db()
    assert (release.security_until, release.source) == (date(2031, 1, 1), BY_HAND)
    load_releases(actor=manager, pack=pack_of("2027-02-01", "2030-11-09"), at=NOW)
    release.refresh_from_db()
    assert release.security_until == date(2030, 11, 9)


ENDOFLIFE_LIST = [
    {"cycle": "17", "releaseDate": "2024-09-26", "eol": "2029-11-08", "support": True, "latest": "17.6"},
    {"cycle": 9.6, "eol": False},
]
ENDOFLIFE_V1 = {
    "schema_version": "1.2.0",
    "result": {
        "name": "postgresql",
        "label": "PostgreSQL",
        "aliases": ["postgres"],
        "links": {"releasePolicy": "https://www.postgresql.org/support/versioning/"},
        "releases": [
            {
                "name": "17",
                "releaseDate": "2024-09-26",
                "eolFrom": "2029-11-08",
                "eoasFrom": None,
                "latest": {"name": "17.6", "date": "2025-08-14"},
            }
        ],
    },
}


@pytest.mark.parametrize("answer", [ENDOFLIFE_LIST, ENDOFLIFE_V1], ids=["list", "v1"])
def test_what_endoflife_date_answers_is_read(answer: Any) -> None:
    product = read_pack(json.dumps(answer).encode(), as_of=DAY, code="postgresql").products[0]
    release = product.releases[0]
    assert (product.code, release.line, release.latest_version) == ("postgresql", "17", "17.6")
    fact = release.facts["security_until"]
    assert (fact.on, fact.source, fact.as_of) == (date(2029, 11, 8), "https://endoflife.date/postgresql", DAY)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"{}",
        json.dumps(ENDOFLIFE_LIST).encode(),
        b'{"format": "assetry-releases/1", "products": []}'.replace(b"[]", b"[{}]"),
        b'{"result": {"name": "x", "releases": [{"name": "1", "eolFrom": "someday"}]}}',
        b'{"result": {"name": "x", "releases": [{"name": "' + b"9" * 100 + b'"}]}}',
    ],
)
def test_b3_what_is_no_pack_is_refused(content: bytes) -> None:
    with pytest.raises(refusals.PackUnreadable):
        read_pack(content, as_of=DAY)


@db
def test_products_and_releases_by_hand(manager: Actor) -> None:
    product = create_product(actor=manager, values={"name": "Fleet OS", "code": "fleet-os"}, at=NOW)
    values = {
        "product": product,
        "line": "4",
        "released_on": date(2026, 1, 1),
        "security_until": date(2027, 1, 1),
    }
    release = create_release(actor=manager, values=values, at=NOW)
    assert (release.name, release.facts["security_until"]) == (
        "Fleet OS 4",
        {BY_HAND: ["2027-01-01", "2026-11-24"]},
    )
    with pytest.raises(NameTaken) as doubled:
        create_product(actor=manager, values={"name": "Another", "code": "fleet-os"}, at=NOW)
    assert doubled.value.field == "code"
    with pytest.raises(NameTaken):
        create_release(actor=manager, values=values, at=NOW)
    with pytest.raises(refusals.ReleaseEndsBeforeItBegins):
        edit_release(
            actor=manager, release=release, changes={"security_until": date(2025, 1, 1)}, version=None, at=NOW
        )
    edit_product(
        actor=manager, released_product=product, changes={"name": "Fleet system"}, version=None, at=NOW
    )
    release.refresh_from_db()
    assert release.name == "Fleet system 4"


@db
@pytest.mark.parametrize("role", ["technician", "auditor", "employee"])
def test_a5_who_may_not_manage_the_catalog_loads_nothing(cast: Cast, role: str) -> None:
    with pytest.raises(NotPermitted):
        load_releases(actor=cast.actor(role), pack=starter_pack(), at=NOW)
    assert not ReleasedProduct.objects.exists()
