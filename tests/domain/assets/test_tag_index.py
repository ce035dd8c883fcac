"""R3: `LT-1` and `lt-1` are one tag, at every door; doubles of earlier versions are named and grow no more."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from assetry.domain.assets import checks
from assetry.domain.assets.models import Asset
from assetry.domain.assets.operations import create_asset, edit_asset
from assetry.domain.assets.queries import find_by_code
from assetry.domain.assets.refusals import TagTaken
from assetry.domain.assets.tag_index import make_tags_unique, settle_after_migrate
from assetry.domain.assets.tags import allocate_tags
from assetry.kernel.text import TAG_CAPITALS, tag_key
from assetry.platform.audit.signed import signed
from assetry.platform.doctor.checks import Level
from tests.cast import NOW, Cast, make_cast
from tests.domain.assets.places import kind
from tests.factories import make_asset, make_category
from tests.support.server import conninfo, database_name

pytestmark = pytest.mark.django_db
UNIQUE = "SELECT indpred IS NULL FROM pg_index WHERE indexrelid = 'asset_tag_unique'::regclass"


def register(cast: Cast, **values: Any) -> Asset:
    with signed("test"):
        values["category"] = make_category()
    return create_asset(
        actor=cast.actor("technician"), company=cast.company, kind=kind(), values=values, at=NOW
    )


def edit(cast: Cast, asset: Asset, tag: str) -> Asset:
    return edit_asset(
        actor=cast.actor("technician"), asset=asset, changes={"asset_tag": tag}, version=None, at=NOW
    )


def ask(statement: str, *params: Any) -> list[tuple[Any, ...]]:
    """Past every wall: as a superuser, without triggers."""
    with psycopg.connect(conninfo(database_name(), "postgres"), autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        cursor = superuser.execute(statement, params)
        return cursor.fetchall() if cursor.description else []


def test_r3_the_database_folds_as_python_does() -> None:
    letters = [chr(code) for code in range(0x20, 0x500)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(public.assets_tag_key(t)) FROM unnest(%s::text[]) AS t", [letters])
        assert cursor.fetchone()[0] == [tag_key(letter) for letter in letters]
    assert (tag_key("gerät-1ж"), len(TAG_CAPITALS) > 150) == ("GERÄT-1Ж", True)


@pytest.mark.parametrize(("there", "typed"), [("LT-1", "lt-1"), ("lt-1", "LT-1"), ("Gerät-1", "GERÄT-1")])
def test_r3_a_tag_in_other_letters_is_taken(cast: Cast, there: str, typed: str) -> None:
    asset, other = register(cast, asset_tag=there), register(cast)
    with pytest.raises(TagTaken) as refused:
        register(cast, asset_tag=typed)
    assert refused.value.field == "asset_tag"
    with pytest.raises(TagTaken):
        edit(cast, other, typed)
    assert find_by_code(cast.actor("technician"), typed) == [asset]


def test_r3_a_tag_that_was_replaced_is_kept_in_all_writings(cast: Cast) -> None:
    asset = edit(cast, register(cast, asset_tag="LT-1"), "X-1")
    with pytest.raises(TagTaken):
        register(cast, asset_tag="lt-1")
    assert find_by_code(cast.actor("technician"), "lt-1") == [asset]


def test_r3_letters_of_a_tag_can_be_mended(cast: Cast) -> None:
    asset = edit(cast, register(cast, asset_tag="lt-1"), "LT-1")
    assert asset.asset_tag == "LT-1"
    assert not asset.identifiers.exists()


def test_r3_other_companies_have_tags_of_their_own(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.other_company, asset_tag="lt-1")
    assert register(cast, asset_tag="LT-1").asset_tag == "LT-1"


@pytest.fixture
def doubles(transactional_db: None) -> Iterator[tuple[Cast, Asset, Asset]]:
    """Two assets of one tag, as they came in before the index folded; it is made anew beside them."""
    cast = make_cast()
    first, second = register(cast, asset_tag="LT-1"), register(cast)
    ask("DROP INDEX asset_tag_unique")
    ask("UPDATE assets_asset SET asset_tag = 'lt-1' WHERE id = %s", second.pk)
    with connections["owner"].cursor() as cursor:
        make_tags_unique(cursor)
    yield cast, first, second
    ask("UPDATE assets_asset SET asset_tag = NULL")
    settle_after_migrate(using="owner")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_r3_doubles_of_earlier_versions_are_named_and_grow_no_more(
    doubles: tuple[Cast, Asset, Asset],
) -> None:
    cast, first, second = doubles
    finding = checks.check_doubled_tags(NOW)
    assert (finding.level, finding.rows) == (
        Level.PROBLEM,
        (f"LT-1 ({first.public_id}), lt-1 ({second.public_id})",),
    )
    with pytest.raises(TagTaken):
        register(cast, asset_tag="Lt-1")
    settle_after_migrate(using="owner")
    assert ask(UNIQUE) == [(False,)]
    edit(cast, second, "LT-2")
    with pytest.raises(TagTaken):
        register(cast, asset_tag="lt-2")
    assert checks.check_doubled_tags(NOW).level is Level.OK
    settle_after_migrate(using="owner")
    assert ask(UNIQUE) == [(True,)]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_r3_rows_of_a_file_mean_doubles_by_their_own_writing(doubles: tuple[Cast, Asset, Asset]) -> None:
    from tests.domain.assets.imports.importing import check, table

    cast, first, second = doubles
    plan = check(cast.actor("asset_manager"), table("Tag,Name", "LT-1,a", "lt-1,b"))
    assert [(row.action.value, row.public_id) for row in plan.rows][:1] == [("update", first.public_id)]
    alone = check(cast.actor("asset_manager"), table("Tag,Name", "lt-1,b"))
    assert [(row.action.value, row.public_id) for row in alone.rows] == [("update", second.public_id)]


@pytest.mark.django_db(transaction=True)
def test_r3_a_scheme_passes_over_tags_in_other_letters(transactional_db: None) -> None:
    from assetry.domain.assets.operations import save_tag_scheme

    cast = make_cast()
    save_tag_scheme(
        actor=cast.actor("asset_manager"), company=cast.company, category=None, prefix="lt-", digits=1, at=NOW
    )
    asset = register(cast, asset_tag="LT-1")
    edit(cast, register(cast, asset_tag="LT-2"), "X-2")
    assert allocate_tags(cast.company.pk, asset.category_id, 2) == ["lt-3", "lt-4"]
