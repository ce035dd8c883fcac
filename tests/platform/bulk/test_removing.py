"""What was made by mistake is deleted and comes back unchanged; what something refers to stays, with the reason."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assetry.domain.assets.models import Asset, AssetIdentifier, Custody, StatusCount
from assetry.domain.assets.operations import change_status, create_asset, relate_assets, transfer_asset
from assetry.domain.assets.status_models import Status
from assetry.domain.catalog.models import AssetModel
from assetry.domain.contracts.models import Contract
from assetry.domain.organization.models import Location
from assetry.kernel.refusals import NotPermitted, StalePage
from assetry.kernel.registry import entities, entity_named
from assetry.platform.attachments.models import Attachment
from assetry.platform.audit.signed import signed
from assetry.platform.bulk.models import BulkRow, BulkRun, RemovedRow
from assetry.platform.bulk.refusals import HasPast, StillUsed, UndoOver
from assetry.platform.bulk.removal_store import parts_of
from assetry.platform.bulk.runs import (
    UNDO_FOR,
    apply_run,
    begin_run,
    begin_undo,
    forget_runs,
    preview_run,
    remove_one,
)
from assetry.platform.comments.models import Comment
from assetry.platform.database.reading import model_of
from assetry.platform.search.queries import matching_ids
from tests.cast import NOW, Cast
from tests.domain.assets.places import kind
from tests.factories import (
    make_asset,
    make_category,
    make_contract,
    make_coverage,
    make_department,
    make_license,
    make_location,
    make_model,
    make_product,
    make_release,
    make_supplier,
)

pytestmark = pytest.mark.django_db
ROLE = "administrator"


def registered(cast: Cast, **values: Any) -> Asset:
    """An asset as the operation makes it, with everything that belongs to one."""
    with signed("test"):
        model = make_model("Latitude")
        place = make_location(cast.company)
    given = {"model": model, "serial_number": "SN-4711", "name": "Zappelphilipp", "memory_gb": 16, **values}
    asset = create_asset(
        actor=cast.actor(ROLE), company=cast.company, kind=kind(), values=given, location=place, at=NOW
    )
    with signed("test"):
        AssetIdentifier.objects.create(
            asset=asset, company=cast.company, scheme="mac", value="00:11", value_key="0011"
        )
    return asset


def deleting(cast: Cast, *rows: Any, entity: str = "asset", role: str = ROLE) -> BulkRun:
    """The preview of deleting rows."""
    actor = cast.actor(role)
    asked = entity_named(entity).visible_to(actor).filter(pk__in=[row.pk for row in rows])
    run = begin_run(actor=actor, entity=entity, work="delete", rows=asked, scope={}, return_url="", at=NOW)
    preview_run(actor=actor, run=run, arguments={}, at=NOW)
    return run


def done(cast: Cast, run: BulkRun, role: str = ROLE) -> BulkRun:
    """The run, applied."""
    BulkRun.objects.filter(pk=run.pk).update(stage=BulkRun.Stage.QUEUED)
    return apply_run(actor=cast.actor(role), run_id=run.pk, at=NOW)


def reasons(run: BulkRun) -> list[str]:
    return list(BulkRow.objects.filter(run=run, outcome="refused").values_list("reason", flat=True))


def whole(table: str, key: int) -> dict[str, list[dict[str, Any]]]:
    """A row and all that belongs to it, column by column."""
    named = entity_of(table).removal
    assert named is not None
    parts = parts_of(table, named.parts)
    return {
        part: list(model_of(part)._base_manager.filter(**{column: key}).order_by("pk").values())
        for part, column in {table: "id", **parts}.items()
    }


def entity_of(table: str) -> Any:
    return next(entity for entity in entities() if entity.table == table)


def counted() -> dict[int, int]:
    found: dict[int, int] = {}
    for status, n in StatusCount.objects.values_list("status_id", "n"):
        found[status] = found.get(status, 0) + n
    return {status: n for status, n in found.items() if n}


def test_a_deleted_asset_is_gone_and_comes_back_as_it_was(cast: Cast) -> None:
    asset = registered(cast)
    before, counts = whole("assets_asset", asset.pk), counted()
    assert [len(before[table]) for table in ("assets_custody", "assets_assethardware", "assets_asset")] == [
        1,
        1,
        1,
    ]
    run = done(cast, deleting(cast, asset))
    assert not any(whole("assets_asset", asset.pk).values())
    assert counted() != counts
    assert asset.pk not in list(matching_ids("asset", "zappelphilipp"))
    undo = done(cast, begin_undo(actor=cast.actor(ROLE), run=run, at=NOW))
    assert (undo.changing, undo.refused) == (1, 0)
    assert whole("assets_asset", asset.pk) == before
    assert counted() == counts
    assert asset.pk in list(matching_ids("asset", "zappelphilipp"))
    with pytest.raises(UndoOver):
        begin_undo(actor=cast.actor(ROLE), run=run, at=NOW)


def moved(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        place = make_location(cast.company)
    later = NOW + timedelta(hours=1)
    transfer_asset(actor=cast.actor(ROLE), asset=asset, location=place, at=later)


def given_another_status(cast: Cast, asset: Asset) -> None:
    status = Status.objects.get(name="Reserved")
    later = NOW + timedelta(hours=1)
    change_status(actor=cast.actor(ROLE), asset=asset, status=status, at=later)


def frozen(cast: Cast, asset: Asset) -> None:
    status = Status.objects.get(name="Disposed")
    with signed("test"):
        Asset.objects.filter(pk=asset.pk).update(status=status, state=status.state)


def filled(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        make_asset(cast.company, holder_asset=asset)


def with_a_file(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        Attachment.objects.create(
            entity="asset", object_table="assets_asset", object_id=asset.pk, company_id=asset.company_id,
            name="a.pdf", media_type="application/pdf", size=1, sha256="0" * 64, key="k", uploaded_by_id=1,
            uploaded_at=NOW,
        )  # fmt: skip


def commented(cast: Cast, asset: Asset) -> None:
    author = cast.user(ROLE).pk
    with signed("test"):
        Comment.objects.create(
            entity="asset", object_id=asset.pk, author_id=author, text="Hm", written_at=NOW
        )


def related(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        other = make_asset(cast.company)
    values = {"source": other, "type": "depends_on", "target": asset}
    relate_assets(actor=cast.actor(ROLE), values=values, at=NOW)


def covered(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        make_coverage(make_contract(cast.company), asset)


HAPPENED: dict[Callable[[Cast, Asset], None], str] = {
    moved: "It was handed out or moved since it was registered. Retire or dispose of it instead.",
    given_another_status: "Its status was changed since it was registered. Retire or dispose of it instead.",
    frozen: "It is frozen by its status “Disposed”. Change the status first.",
    filled: "Something refers to it: Assets. Retire or dispose of it instead.",
    with_a_file: "Something refers to it: attachments. Retire or dispose of it instead.",
    commented: "Something refers to it: comments. Retire or dispose of it instead.",
    related: "Something refers to it: Relations. Retire or dispose of it instead.",
    covered: "Something refers to it: Coverage. Retire or dispose of it instead.",
}


@pytest.mark.parametrize(
    ("happen", "reason"), HAPPENED.items(), ids=lambda each: getattr(each, "__name__", "")
)
def test_what_has_a_past_stays(cast: Cast, happen: Callable[[Cast, Asset], None], reason: str) -> None:
    asset = registered(cast)
    happen(cast, asset)
    assert reasons(deleting(cast, asset)) == [reason]


def test_who_may_only_edit_deletes_nothing(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        deleting(cast, registered(cast), role="technician")


def test_one_row_goes_only_as_it_was_seen(cast: Cast) -> None:
    asset, actor, entity = registered(cast), cast.actor(ROLE), entity_named("asset")
    with pytest.raises(StalePage):
        remove_one(actor=actor, entity=entity, row=asset, version=asset.version + 1, at=NOW)
    moved(cast, asset)
    asset.refresh_from_db()
    with pytest.raises(HasPast):
        remove_one(actor=actor, entity=entity, row=asset, version=None, at=NOW)
    other = registered(cast, serial_number="SN-4712")
    run = remove_one(actor=actor, entity=entity, row=other, version=other.version, at=NOW)
    assert (run.stage, list(Asset.objects.all())) == (BulkRun.Stage.DONE, [asset])


def test_what_was_taken_meanwhile_keeps_a_row_away(cast: Cast) -> None:
    one, two = registered(cast, asset_tag="LT-1"), registered(cast, asset_tag="LT-2", serial_number="SN-2")
    run = done(cast, deleting(cast, one, two))
    registered(cast, asset_tag="lt-1", serial_number="SN-3")
    with signed("test"):
        AssetModel.objects.filter(pk=two.model_id or 0).delete()
    undo = begin_undo(actor=cast.actor(ROLE), run=run, at=NOW)
    assert sorted(reasons(undo)) == [
        "It cannot come back: something else has its name, tag or number by now.",
        "It cannot come back: what it refers to is gone (Model).",
    ]


def test_a_place_goes_with_what_is_in_it_or_not_at_all(cast: Cast) -> None:
    with signed("test"):
        site = make_location(cast.company, "Berlin")
        room = make_location(cast.company, "Room", parent=site)
        used = make_location(cast.company, "Cellar", parent=site)
        make_asset(cast.company, location=used)
    run = deleting(cast, site, room, used, entity="location")
    assert (run.changing, run.refused) == (1, 2)
    with signed("test"):
        Custody.objects.all().delete()
        Asset.objects.update(location=None)
    run = done(cast, deleting(cast, site, room, used, entity="location"))
    assert not Location.objects.exists()
    undo = done(cast, begin_undo(actor=cast.actor(ROLE), run=run, at=NOW))
    assert (undo.changing, Location.objects.get(name="Room").path) == (3, room.path)


def test_the_next_term_of_a_contract_stays(cast: Cast) -> None:
    with signed("test"):
        first = make_contract(cast.company)
        second = make_contract(
            cast.company, "Next", predecessor=first, starts_on=date(2027, 1, 1), ends_on=None
        )
    run = deleting(cast, first, second, entity="contract")
    assert (run.changing, Contract.objects.count()) == (0, 2)


MAKERS: dict[str, Callable[[Cast], Any]] = {
    "location": lambda cast: make_location(cast.company),
    "department": lambda cast: make_department(cast.company),
    "supplier": lambda _cast: make_supplier(),
    "category": lambda _cast: make_category("New"),
    "model": lambda _cast: make_model(),
    "manufacturer": lambda _cast: make_model().manufacturer,
    "contract": lambda cast: make_contract(cast.company),
    "license": lambda cast: make_license(cast.company),
    "software_product": lambda _cast: make_product(),
    "release": lambda _cast: make_release(),
}


@pytest.mark.parametrize("name", MAKERS)
def test_every_entity_that_says_so_goes_and_comes_back(cast: Cast, name: str) -> None:
    with signed("test"):
        row = MAKERS[name](cast)
    if name == "manufacturer":
        assert reasons(deleting(cast, row, entity=name)) == [
            "Something refers to it: Models. Archive it instead."
        ]
        return
    table = entity_named(name).table
    before = whole(table, row.pk)
    run = done(cast, deleting(cast, row, entity=name))
    assert (run.changing, any(whole(table, row.pk).values())) == (1, False)
    done(cast, begin_undo(actor=cast.actor(ROLE), run=run, at=NOW))
    assert whole(table, row.pk) == before


def test_the_statements_do_not_grow_with_the_rows(cast: Cast) -> None:
    counts = []
    for many in (2, 20):
        with signed("test"):
            category = make_category()
            made = [make_asset(cast.company, category=category) for _number in range(many)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            done(cast, deleting(cast, *made))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_cannot_come_back_any_more_is_forgotten(cast: Cast) -> None:
    done(cast, deleting(cast, registered(cast)))
    forget_runs(NOW + UNDO_FOR)
    assert RemovedRow.objects.exists()
    forget_runs(NOW + UNDO_FOR + timedelta(days=2))
    assert not RemovedRow.objects.exists()


def test_people_are_erased_and_not_deleted() -> None:
    assert {name for name in ("person", "company", "user") if entity_named(name).removal} == set()
    assert StillUsed.status == 409
