"""Which release an asset runs, and until when that is supported."""

from datetime import date, timedelta
from typing import Any

import pytest

from assetry.domain.assets.models import Asset, AssetSupport, Status
from assetry.domain.assets.operations import change_status, create_asset, edit_asset
from assetry.domain.assets.support import Matcher, settle_support
from assetry.domain.catalog.models import AssetKind, Release, ReleasedProduct
from assetry.domain.catalog.release_operations import edit_release, load_releases
from assetry.domain.catalog.starter_pack import starter_pack
from assetry.domain.contracts.models import Ending
from assetry.kernel.filters import parse_filter
from assetry.kernel.registry import entity_named
from assetry.platform.filters.compile import compile_filter
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(cast: Cast) -> Actor:
    actor = cast.actor("administrator")
    load_releases(actor=actor, pack=starter_pack(), at=NOW)
    return actor


@pytest.mark.parametrize(
    ("product", "version", "release"),
    [
        ("PostgreSQL", "14.19", "PostgreSQL 14"),
        ("postgres", "17", "PostgreSQL 17"),
        ("SQL Server", "2019", "SQL Server 2019"),
        ("Microsoft SQL Server", "2019 CU28", "SQL Server 2019"),
        ("Debian 12", "", "Debian 12"),
        ("Debian GNU/Linux 12 (bookworm)", "", "Debian 12"),
        ("Ubuntu 24.04", "", "Ubuntu 24.04"),
        ("Ubuntu 24.04.1 LTS", "", "Ubuntu 24.04"),
        ("Windows Server 2012 R2 Standard", "", "Windows Server 2012 R2"),
        ("Windows Server 2012 Standard", "", "Windows Server 2012"),
        ("Microsoft Windows 11 Enterprise", "23H2", None),
        ("Windows 11 Enterprise", "23H2", "Windows 11 Enterprise 23H2"),
        ("Windows 7 Professional", "", "Windows 7 7"),
        ("Node.js", "v18.20.4", "Node.js 18"),
        ("Python", "3.1", None),
        ("Python", "3.13.1", "Python 3.13"),
        ("PostgreSQL", "140", None),
        ("PostgreSQL", "", None),
        ("Debian", "", None),
        ("Unheard of", "1", None),
        ("", "14", None),
    ],
)
def test_words_mean_a_release(manager: Actor, product: str, version: str, release: str | None) -> None:
    found = Matcher(ReleasedProduct.objects.all(), Release.objects.all()).match(product, version)
    assert (Release.objects.get(pk=found.key).name if found else None) == release


def database(actor: Actor, cast: Cast, **values: Any) -> Asset:
    kind = AssetKind.objects.get(code="database")
    values = {"name": "orders", "category": kind.categories.first(), **values}
    return create_asset(actor=actor, company=cast.company, kind=kind, values=values, at=NOW)


def test_an_asset_says_what_it_runs(cast: Cast, manager: Actor) -> None:
    asset = database(manager, cast, engine="PostgreSQL", engine_version="14.19")
    support = AssetSupport.objects.select_related("release", "successor").get(asset=asset)
    assert (str(support.release), str(support.successor)) == ("PostgreSQL 14", "PostgreSQL 18")
    assert support.ends_on == date(2026, 11, 12)
    edit_asset(actor=manager, asset=asset, changes={"engine_version": "17.6"}, version=None, at=NOW)
    support.refresh_from_db()
    assert support.ends_on == date(2029, 11, 8)
    edit_asset(actor=manager, asset=asset, changes={"engine": "Abacus"}, version=None, at=NOW)
    assert not AssetSupport.objects.exists()


def test_what_becomes_known_later_is_found(cast: Cast, manager: Actor) -> None:
    asset = database(manager, cast, engine="PostgreSQL", engine_version="14")
    release = Release.objects.get(name="PostgreSQL 14")
    edit_release(
        actor=manager, release=release, changes={"security_until": date(2027, 5, 1)}, version=None, at=NOW
    )
    assert AssetSupport.objects.get(asset=asset).ends_on == date(2027, 5, 1)
    AssetSupport.objects.all().delete()
    settle_support()
    assert AssetSupport.objects.get(asset=asset).ends_on == date(2027, 5, 1)


def test_lists_filter_by_it(cast: Cast, manager: Actor) -> None:
    old = database(manager, cast, engine="PostgreSQL", engine_version="14.19")
    database(manager, cast, engine="PostgreSQL", engine_version="17.6")
    database(manager, cast, engine="Abacus", engine_version="1")
    entity = entity_named("asset")
    for text in ('release_support_to lt "today"', 'release_in_use.name eq "PostgreSQL 14"'):
        condition = compile_filter(entity, parse_filter(text), manager, today=date(2026, 11, 24))
        assert list(Asset.objects.filter(condition)) == [old], text


def test_it_is_among_what_ends_while_the_asset_is_in_use(cast: Cast, manager: Actor) -> None:
    asset = database(manager, cast, engine="PostgreSQL", engine_version="14.19")
    ends = Ending.objects.filter(what="release", object_id=asset.pk)
    assert list(ends.values_list("ends_on", flat=True)) == [date(2026, 11, 12)]
    retired = Status.objects.get(name="Retired", kinds__kind=asset.kind)
    change_status(actor=manager, asset=asset, status=retired, at=NOW + timedelta(hours=1))
    assert not ends.exists()
