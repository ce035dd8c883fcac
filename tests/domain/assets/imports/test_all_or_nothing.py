"""All accepted rows in one transaction, or none; once, however often it is asked for."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.db.utils import OperationalError
from django.test.utils import CaptureQueriesContext

from assetry.domain.assets.imports.operations import check_import, import_assets
from assetry.domain.assets.models import Asset, Custody, StatusPeriod, TagScheme
from assetry.domain.assets.operations import create_asset, edit_asset
from assetry.domain.catalog.models import AssetKind, Category
from assetry.domain.organization.models import Location
from assetry.platform.audit.signed import signed
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.refusals import ImportClosed, ImportStale
from tests.cast import NOW, Cast, make_cast
from tests.domain.assets.imports.importing import ALL, load, table, upload
from tests.factories import make_asset, make_category

MANY = table("Tag,Category,Location", *(f"A-{number},Laptop,Room {number % 7}" for number in range(50)))


def checked(cast: Cast, content: bytes, **options: Any) -> ImportRun:
    """A run that is ready to be applied."""
    run, chosen = upload(cast.actor("asset_manager"), content, create=ALL, **options)
    check_import(actor=cast.actor("asset_manager"), run=run, options=chosen, at=NOW)
    return run


@pytest.mark.django_db
def test_a_second_call_changes_nothing(cast: Cast) -> None:
    run = checked(cast, MANY)
    for _call in range(2):
        import_assets(actor=cast.actor("asset_manager"), run=run, at=NOW)
    assert (Asset.objects.count(), Custody.objects.count(), StatusPeriod.objects.count()) == (50, 50, 50)


@pytest.mark.django_db
def test_a_run_that_was_not_checked_is_refused(cast: Cast) -> None:
    run, _options = upload(cast.actor("asset_manager"), MANY)
    with pytest.raises(ImportClosed):
        import_assets(actor=cast.actor("asset_manager"), run=run, at=NOW)


@pytest.mark.django_db
def test_every_row_has_one_line_in_the_ledger(cast: Cast) -> None:
    from assetry.platform.imports.runs import unpacked

    run = checked(cast, MANY + b"\nragged")
    import_assets(actor=cast.actor("asset_manager"), run=run, at=NOW)
    run.refresh_from_db()
    ledger = unpacked(bytes(run.ledger))
    assert [entry[0] for entry in ledger] == list(range(2, 53))
    assert {entry[2] for entry in ledger[:-1]} == set(Asset.objects.values_list("public_id", flat=True))
    assert ledger[-1][1:4] == ["refuse", "", ["The row has 1 cell for 3 columns."]]


def create_the_tag(cast: Cast, asset: Asset) -> None:
    values = {"category": asset.category, "asset_tag": "A-2"}
    create_asset(
        actor=cast.actor("administrator"), company=cast.company, kind=asset.kind, values=values, at=NOW
    )


def edit_the_asset(cast: Cast, asset: Asset) -> None:
    edit_asset(actor=cast.actor("administrator"), asset=asset, changes={"note": "x"}, version=None, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("meanwhile", [create_the_tag, edit_the_asset])
def test_what_changed_since_the_dry_run_stops_it(
    cast: Cast, meanwhile: Callable[[Cast, Asset], None]
) -> None:
    with signed("test"):
        asset = make_asset(cast.company, asset_tag="A-1")
    run = checked(cast, table("Tag,Category,Name", "A-1,Laptop,x", "A-2,Laptop,y"))
    meanwhile(cast, asset)
    with pytest.raises(ImportStale):
        import_assets(actor=cast.actor("asset_manager"), run=run, at=NOW)
    asset.refresh_from_db()
    assert asset.name == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("wanted", ["check", "write"])
def test_killed_in_the_middle_it_leaves_nothing_and_comes_in_whole_the_next_time(wanted: str) -> None:
    cast = make_cast()
    run, categories = checked(cast, MANY), Category.objects.count()

    def kill(phase: str, done: int, total: int) -> None:
        if phase == wanted and (done or wanted == "check"):
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(OperationalError):
        import_assets(actor=cast.actor("asset_manager"), run=run, report=kill, at=NOW)
    connection.close()
    assert (Asset.objects.count(), Location.objects.count(), Category.objects.count()) == (0, 0, categories)
    run.refresh_from_db()
    assert run.stage == ImportRun.Stage.CHECKED
    import_assets(actor=cast.actor("asset_manager"), run=run, at=NOW)
    assert (Asset.objects.count(), Location.objects.count()) == (50, 7)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_import_it_once() -> None:
    cast = make_cast()
    run = checked(cast, MANY)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            import_assets(actor=cast.actor("asset_manager"), run=run, at=NOW)
        except BaseException as error:  # noqa: BLE001 - shown by the assertion
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _worker in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failures
    assert Asset.objects.count() == 50


@pytest.mark.django_db(transaction=True)
def test_rows_without_a_tag_get_the_next_ones_in_the_order_of_the_file() -> None:
    cast = make_cast()
    with signed("test"):
        TagScheme.objects.create(company=cast.company, prefix="LT-", digits=4)
        make_category("Laptop")
    load(
        cast.actor("asset_manager"),
        table("Name,Tag,Category", "one,,Laptop", "two,LT-0002,Laptop", "three,,Laptop"),
        create=ALL,
    )
    assert dict(Asset.objects.values_list("name", "asset_tag")) == {
        "one": "LT-0001",
        "two": "LT-0002",
        "three": "LT-0003",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("is_there", [False, True])
def test_the_number_of_statements_does_not_grow_with_the_rows(cast: Cast, is_there: bool) -> None:
    if is_there:
        for name in ("few", "many"):
            count = {"few": 2, "many": 40}[name]
            load(
                cast.actor("asset_manager"),
                table("Tag,Category", *(f"{name}-{n},Laptop" for n in range(count))),
                create=ALL,
            )
    counted = []
    for name, count in (("few", 2), ("many", 40)):
        content = table("Tag,Category,Name", *(f"{name}-{n},Laptop,changed" for n in range(count)))
        run = checked(cast, content)
        actor = cast.actor("asset_manager")
        with CaptureQueriesContext(connection) as captured:
            import_assets(actor=actor, run=run, at=NOW)
        counted.append(len(captured))
    # The first one makes the category along.
    assert abs(counted[1] - counted[0]) <= 6


@pytest.mark.django_db
def test_kinds_without_a_facet_come_in_too(cast: Cast) -> None:
    with signed("test"):
        AssetKind.objects.create(
            code="tool", name="Tool", name_sort="tool", name_plural="Tools", facet="none"
        )
        kind = AssetKind.objects.get(code="tool")
        for status in ("In stock", "In use"):
            from assetry.domain.assets.models import DefaultStatus, Status, StatusKind

            StatusKind.objects.create(status=Status.objects.get(name=status), kind=kind)
        DefaultStatus.objects.create(
            kind=kind, operation="create", status=Status.objects.get(name="In stock")
        )
    load(cast.actor("asset_manager"), table("Tag,Category", "A-1,Wrench"), kind="tool", create=ALL)
    assert Asset.objects.values_list("kind__code", "facet").get() == ("tool", "none")
