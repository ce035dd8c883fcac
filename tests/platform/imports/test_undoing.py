"""An import taken back: what it made goes, what it changed is as before, what moved on since stays and is named."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from assetry.domain.assets.models import Asset, Custody
from assetry.domain.catalog.models import AssetModel, Manufacturer
from assetry.domain.organization.models import Location, Person
from assetry.platform.audit.signed import signed
from assetry.platform.imports.importers import importer_of
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.refusals import UndoClosed
from assetry.platform.imports.undoing import undo_import
from assetry.platform.jobs.progress import silent
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.domain.assets.imports import importing as assets
from tests.factories import make_asset, make_category, make_person
from tests.platform.imports.records.importing import load

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)
DIGEST = """
    SELECT md5(string_agg(row::text, '|' ORDER BY row::text COLLATE "C"))
    FROM (SELECT to_jsonb(t) - '{{version,period,id,custody_id}}'::text[] AS row FROM {} t{}) rows
"""
COUNTS = """
    SELECT company_id, location_id, sum(n) FROM assets_locationcount GROUP BY 1, 2 HAVING sum(n) <> 0 ORDER BY 1, 2
"""
OPEN = {"assets_custody": " WHERE upper_inf(period)", "assets_statusperiod": " WHERE upper_inf(period)"}
TABLES = (
    "assets_asset", "assets_assethardware", "assets_custody", "assets_statusperiod",
    "catalog_manufacturer", "catalog_assetmodel", "organization_location", "organization_person",
)  # fmt: skip


def world() -> dict[str, Any]:
    """A digest of everything that these imports write: of custody and status, what holds now."""
    with connection.cursor() as cursor:
        found = {}
        for name in TABLES:
            cursor.execute(DIGEST.format(name, OPEN.get(name, "")))
            found[name] = cursor.fetchone()[0]
        cursor.execute(COUNTS)
        found["counts"] = cursor.fetchall()
    return found


def undone(actor: Actor, **changed: Any) -> ImportRun:
    """The latest import, taken back."""
    run = ImportRun.objects.latest("pk")
    given = {"at": LATER, **changed}
    return undo_import(actor=actor, run=run, restore=importer_of(run).restore, report=silent, **given)


def test_assets_and_all_that_was_made_along_go(cast: Cast) -> None:
    before = world()
    content = assets.table(
        "Tag,Category,Manufacturer,Model,Location,Username,Name",
        "A-1,Laptop,Dell,Latitude,HQ / Room 1,ana,one",
        "A-2,Laptop,Dell,Latitude,HQ / Room 2,,two",
    )
    assets.load(cast.actor("asset_manager"), content, create=assets.ALL)
    assert Asset.objects.count() == 2
    run = undone(cast.actor("asset_manager"))
    assert (run.stage, run.undone["removed"], run.undone["kept"]) == (ImportRun.Stage.UNDONE, 2, [])
    after = world()
    assert after == before
    assert not Location.objects.exists()
    assert undone(cast.actor("asset_manager")).undone == run.undone


def test_assets_that_were_changed_are_as_before(cast: Cast) -> None:
    with signed("test"):
        ana = make_person(cast.company, "Ana", username="ana")
        first = make_asset(cast.company, asset_tag="A-1", name="old", note="kept")
        second = make_asset(cast.company, asset_tag="A-2", name="old")
    before = world()
    content = assets.table("Tag,Name,Username", "A-1,new,", "A-2,,ana", "A-3,three,ana")
    options: dict[str, Any] = {"category": first.category.public_id, "company": cast.company.public_id}
    assets.load(cast.actor("asset_manager"), content, **options)
    second.refresh_from_db()
    assert second.holder_person == ana
    run = undone(cast.actor("asset_manager"))
    assert run.undone == {"removed": 1, "restored": 2, "kept": [], "kept_count": 0}
    after = world()
    assert after == before
    assert Custody.objects.filter(asset=second).count() == 3


def test_what_changed_or_is_used_since_stays_and_is_named(cast: Cast) -> None:
    lines = ("Name,Inside", "HQ,", "Floor,HQ", "Hut,", "Shed,")
    load(cast.actor("asset_manager"), "location", *lines, company=cast.company.public_id)
    with signed("test"):
        make_person(cast.company, "Bea", location=Location.objects.get(name="Floor"))
        Location.objects.filter(name="Hut").update(note="by hand")
    run = undone(cast.actor("asset_manager"))
    assert {line[2]: line[3].partition(":")[0] for line in run.undone["kept"]} == {
        "HQ": "Something refers to it",
        "Floor": "Something refers to it",
        "Hut": "It changed since the import.",
    }
    assert run.undone["removed"] == 1
    assert sorted(Location.objects.values_list("name", flat=True)) == ["Floor", "HQ", "Hut"]


def test_records_that_were_changed_get_their_values_back(cast: Cast) -> None:
    with signed("test"):
        make_person(cast.company, "Ana", email="ana@example.net", phone="123")
        make_person(cast.company, "Bea", email="bea@example.net", phone="456")
    lines = (
        "E-mail,Phone,Name",
        "ana@example.net,999,Ana",
        "bea@example.net,888,Bea",
        "cle@example.net,1,Cle",
    )
    load(cast.actor("asset_manager"), "person", *lines, company=cast.company.public_id)
    with signed("test"):
        Person.objects.filter(name="Bea").update(phone="777")
    run = undone(cast.actor("asset_manager"))
    assert (run.undone["removed"], run.undone["restored"], run.undone["kept_count"]) == (1, 1, 1)
    phones = dict(Person.objects.filter(name__in=("Ana", "Bea", "Cle")).values_list("name", "phone"))
    assert phones == {"Ana": "123", "Bea": "777"}


def test_what_was_made_along_stays_where_it_is_used(cast: Cast) -> None:
    with signed("test"):
        make_category("Tablets")
    lines = ("Name,Manufacturer,Category", "Slate,Fairphone,Tablets")
    load(cast.actor("asset_manager"), "model", *lines, create=frozenset({"manufacturer"}))
    with signed("test"):
        maker = Manufacturer.objects.get(name="Fairphone")
        slate = AssetModel.objects.get(name="Slate")
        AssetModel.objects.create(
            name="Other", name_sort="other", manufacturer=maker, category=slate.category
        )
    undone(cast.actor("asset_manager"))
    assert list(AssetModel.objects.values_list("name", flat=True)) == ["Other"]
    assert Manufacturer.objects.filter(name="Fairphone").exists()


@pytest.mark.parametrize("spoil", [
    lambda run: ImportRun.objects.filter(pk=run.pk).update(done_at=NOW - timedelta(days=40)),
    lambda run: ImportRun.objects.filter(pk=run.pk).update(stage=ImportRun.Stage.CHECKED),
])  # fmt: skip
def test_after_30_days_or_before_it_was_done_nothing_is_undone(
    cast: Cast, spoil: Callable[[ImportRun], object]
) -> None:
    load(cast.actor("asset_manager"), "location", "Name", "HQ", company=cast.company.public_id)
    spoil(ImportRun.objects.latest("pk"))
    with pytest.raises(UndoClosed):
        undone(cast.actor("asset_manager"))
    assert Location.objects.filter(name="HQ").exists()


def test_a5_whoever_lost_the_right_removes_nothing(cast: Cast) -> None:
    load(
        cast.actor("administrator"),
        "location",
        "Company,Name",
        "Otherwhere Ltd,Hut",
        "Larkfield Labs GmbH,HQ",
    )
    run = undone(cast.actor("asset_manager"))
    assert [line[2:] for line in run.undone["kept"]] == [["Hut", "You may not remove it."]]
    assert list(Location.objects.values_list("name", flat=True)) == ["Hut"]
