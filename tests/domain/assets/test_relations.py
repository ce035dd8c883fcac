"""What assets are to each other: who may say it, what is refused, what the database refuses."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from assetry.domain.assets import refusals
from assetry.domain.assets.models import Asset, AssetRelation, Status
from assetry.domain.assets.operations import change_status, edit_relation, end_relation, relate_assets
from assetry.domain.assets.relation_queries import get_relation_for, list_past_relations, list_relations
from assetry.domain.organization.refusals import OtherCompany
from assetry.kernel.refusals import InvalidInput, NotFound, NotPermitted, StalePage
from assetry.platform.audit.events import event
from assetry.platform.audit.queries import list_changes_for
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.domain.people import granted
from tests.factories import make_asset, make_category

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return cast.actor("asset_manager")


@pytest.fixture
def things(cast: Cast) -> dict[str, Asset]:
    """A shop that runs on a machine, a database, and a record; one thing of another company."""
    with signed("test"):
        category = make_category()
        named = {
            n: make_asset(cast.company, asset_tag=n, category=category) for n in ("SHOP", "VM", "DB", "DATA")
        }
        named["ELSEWHERE"] = make_asset(cast.other_company, asset_tag="ELSEWHERE", category=category)
    return named


def relate(actor: Actor, source: Asset, type_: str, target: Asset, **more: Any) -> AssetRelation:
    values = {"source": source, "type": type_, "target": target, "note": more.pop("note", "")}
    return relate_assets(actor=actor, values=values, at=more.pop("at", NOW), **more)


def test_a_relation_is_read_from_both_ends(manager: Actor, things: dict[str, Asset]) -> None:
    made = relate(manager, things["SHOP"], "runs_on", things["VM"], note="Blade 4")
    made.refresh_from_db()
    assert (made.starts_at, made.ends_at, made.origin) == (NOW, None, "manual")
    for end in ("SHOP", "VM"):
        assert [row.pk for row in list_relations(manager, things[end])] == [made.pk]
    assert list_relations(manager, things["DB"]) == []


def test_it_is_told_in_the_timeline_of_its_source(manager: Actor, things: dict[str, Asset]) -> None:
    relate(manager, things["SHOP"], "runs_on", things["VM"])
    page = list_changes_for("assets_asset", things["SHOP"].pk, at=datetime.now(UTC))
    assert page.events[0].intent == "assets.asset.relate"


def test_nothing_is_related_to_itself(manager: Actor, things: dict[str, Asset]) -> None:
    with pytest.raises(refusals.RelatedToItself):
        relate(manager, things["SHOP"], "depends_on", things["SHOP"])


def test_it_is_said_once_at_a_time(manager: Actor, things: dict[str, Asset]) -> None:
    first = relate(manager, things["SHOP"], "runs_on", things["VM"])
    with pytest.raises(refusals.RelationThere):
        relate(manager, things["SHOP"], "runs_on", things["VM"])
    end_relation(actor=manager, relation=first, at=LATER)
    relate(manager, things["SHOP"], "runs_on", things["VM"], at=LATER)
    assert [row.pk for row in list_past_relations(manager, things["VM"])] == [first.pk]


@pytest.mark.parametrize("type_", ["runs_on", "replaced_by"])
def test_what_leads_on_never_leads_back(manager: Actor, things: dict[str, Asset], type_: str) -> None:
    relate(manager, things["SHOP"], type_, things["VM"])
    relate(manager, things["VM"], type_, things["DB"])
    with pytest.raises(refusals.RelationLeadsBack):
        relate(manager, things["DB"], type_, things["SHOP"])


def test_two_systems_may_depend_on_each_other(manager: Actor, things: dict[str, Asset]) -> None:
    relate(manager, things["SHOP"], "depends_on", things["DB"])
    relate(manager, things["DB"], "depends_on", things["SHOP"])
    assert AssetRelation.objects.count() == 2


def test_an_end_lies_after_the_beginning_and_not_in_the_future(
    manager: Actor, things: dict[str, Asset]
) -> None:
    made = relate(manager, things["SHOP"], "runs_on", things["VM"])
    for until in (NOW, LATER + timedelta(hours=1)):
        with pytest.raises(refusals.RelationNotYet):
            end_relation(actor=manager, relation=made, effective_at=until, at=LATER)
    end_relation(actor=manager, relation=made, at=LATER)
    with pytest.raises(refusals.RelationEnded):
        end_relation(actor=manager, relation=made, at=LATER)
    with pytest.raises(NotFound):
        get_relation_for(manager, made.public_id)


def test_a_beginning_lies_not_in_the_future(manager: Actor, things: dict[str, Asset]) -> None:
    with pytest.raises(refusals.RelationNotYet):
        relate(manager, things["SHOP"], "runs_on", things["VM"], effective_at=LATER)


def test_its_note_changes_and_nothing_else(manager: Actor, things: dict[str, Asset]) -> None:
    made = relate(manager, things["SHOP"], "runs_on", things["VM"])
    changed = edit_relation(actor=manager, relation=made, changes={"note": "Blade 5"}, version=1, at=LATER)
    assert changed.note == "Blade 5"
    with pytest.raises(refusals.RelationIsFixed):
        edit_relation(actor=manager, relation=made, changes={"target": things["DB"]}, version=None, at=LATER)
    with pytest.raises(StalePage):
        edit_relation(actor=manager, relation=made, changes={"note": ""}, version=1, at=LATER)


def test_a_type_that_nobody_knows_is_refused(manager: Actor, things: dict[str, Asset]) -> None:
    with pytest.raises(InvalidInput):
        relate(manager, things["SHOP"], "admires", things["VM"])


def test_an_import_into_another_company_is_refused(cast: Cast, things: dict[str, Asset]) -> None:
    with pytest.raises(OtherCompany):
        relate(
            cast.actor("administrator"), things["SHOP"], "runs_on", things["VM"], company=cast.other_company
        )


@pytest.mark.parametrize("role", ["auditor", "employee", "stranger"])
def test_a2_who_may_not_change_assets_relates_none(cast: Cast, things: dict[str, Asset], role: str) -> None:
    with pytest.raises(NotPermitted):
        relate(cast.actor(role), things["SHOP"], "runs_on", things["VM"])


def test_a2_both_ends_have_to_be_the_actors_to_change(cast: Cast, things: dict[str, Asset]) -> None:
    manager = granted("nina", "asset_manager", company=cast.company)
    for source, target in (("SHOP", "ELSEWHERE"), ("ELSEWHERE", "SHOP")):
        with pytest.raises(NotPermitted):
            relate(manager, things[source], "depends_on", things[target])
    across = relate(granted("olaf", "asset_manager"), things["SHOP"], "depends_on", things["ELSEWHERE"])
    with pytest.raises(NotPermitted):
        end_relation(actor=manager, relation=across, at=LATER)
    with pytest.raises(NotPermitted):
        edit_relation(actor=manager, relation=across, changes={"note": "x"}, version=None, at=LATER)


def test_a1_a_relation_with_a_hidden_end_is_not_there(cast: Cast, things: dict[str, Asset]) -> None:
    across = relate(granted("olaf", "asset_manager"), things["SHOP"], "depends_on", things["ELSEWHERE"])
    for actor in (
        granted("nina", "auditor", company=cast.company),
        granted("tom", "auditor", company=cast.other_company),
    ):
        assert list_relations(actor, things["SHOP"]) == []
        with pytest.raises(NotFound):
            get_relation_for(actor, across.public_id)


def test_a1_a_limited_grant_sees_relations_of_what_it_sees(cast: Cast, things: dict[str, Asset]) -> None:
    with signed("test"):
        phone = make_asset(cast.company, asset_tag="PHONE", category=make_category("Phone"))
    boss = granted("olaf", "asset_manager")
    relate(boss, things["SHOP"], "depends_on", phone)
    inside = relate(boss, things["SHOP"], "depends_on", things["DB"])
    limited = granted("nina", "auditor", company=cast.company, category=things["SHOP"].category)
    assert [row.pk for row in list_relations(limited, things["SHOP"])] == [inside.pk]


def test_the_wall_holds_both_companies(cast: Cast, things: dict[str, Asset]) -> None:
    """An event of one company writes no row that stands in another one too, whatever the code above forgot."""
    row = AssetRelation(
        company=cast.company,
        target_company=cast.other_company,
        source=things["SHOP"],
        target=things["ELSEWHERE"],
        type="depends_on",
        period=(NOW, None),
    )
    nina = granted("nina", "asset_manager", company=cast.company)
    with (
        pytest.raises(DatabaseError, match="outside"),
        transaction.atomic(),
        event(actor=nina, intent="x", at=NOW),
    ):
        row.save()


def insert_now(**values: Any) -> None:
    """Past every operation, with the deferred keys asked at once."""
    with transaction.atomic(), signed("test"), connection.cursor() as cursor:
        AssetRelation.objects.create(**values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "wrong", ["to itself", "unknown type", "source's company", "target's company", "empty"]
)
def test_the_database_refuses(cast: Cast, things: dict[str, Asset], wrong: str) -> None:
    values: dict[str, Any] = {
        "company_id": cast.company.pk,
        "target_company_id": cast.company.pk,
        "source_id": things["SHOP"].pk,
        "target_id": things["VM"].pk,
        "type": "runs_on",
        "period": (NOW, None),
    }
    replaced: dict[str, dict[str, Any]] = {
        "to itself": {"target_id": things["SHOP"].pk},
        "unknown type": {"type": "admires"},
        "source's company": {"company_id": cast.other_company.pk},
        "target's company": {"target_company_id": cast.other_company.pk},
        "empty": {"period": (NOW, NOW)},
    }
    with pytest.raises(IntegrityError):
        insert_now(**values | replaced[wrong])


def test_what_is_stored_retires_once_it_is_migrated(
    cast: Cast, manager: Actor, things: dict[str, Asset]
) -> None:
    with signed("test"):
        data = make_asset(
            cast.company, category=make_category("Records", kind="information"), status="Active"
        )
    stored = relate(manager, things["SHOP"], "stores", data)
    retired = Status.objects.get(name="Retired", kinds__kind=data.kind)
    with pytest.raises(refusals.StillStored):
        change_status(actor=manager, asset=data, status=retired, at=LATER)
    end_relation(actor=manager, relation=stored, at=LATER)
    change_status(actor=manager, asset=data, status=retired, at=LATER)
    data.refresh_from_db()
    assert data.state == "retired"


def test_what_is_stored_in_a_retired_asset_alone_retires(
    cast: Cast, manager: Actor, things: dict[str, Asset]
) -> None:
    with signed("test"):
        category = make_category("Records", kind="information")
        data = make_asset(cast.company, category=category, status="Active")
        gone = make_asset(cast.company, category=make_category(), status="Retired")
    relate(manager, gone, "stores", data)
    change_status(
        actor=manager, asset=data, status=Status.objects.get(name="Retired", kinds__kind=data.kind), at=LATER
    )
    data.refresh_from_db()
    assert data.state == "retired"
