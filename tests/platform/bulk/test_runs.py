"""A change of many: exactly the rows of the preview, or none, however the register moved in between."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant
from assetry.domain.assets.models import Asset, Status
from assetry.domain.assets.operations import change_status, check_out_asset, edit_asset
from assetry.jobs.bulk import apply_bulk
from assetry.kernel.refusals import NotFound, NotPermitted
from assetry.platform.audit.signed import signed
from assetry.platform.bulk.models import BulkRow, BulkRun
from assetry.platform.bulk.refusals import BulkClosed, NothingChosen, UndoOver
from assetry.platform.bulk.runs import (
    apply_run,
    begin_undo,
    count_news_for,
    forget_runs,
    get_run_for,
    may_undo,
    preview_run,
    queue_run,
)
from tests.cast import NOW, Cast
from tests.domain.assets.places import fresh
from tests.factories import make_location, make_person
from tests.platform.bulk.choosing import applied, chosen, make_assets, outcomes, previewed, rows_of

pytestmark = pytest.mark.django_db
Stage = BulkRun.Stage


def notes(assets: list[Asset]) -> list[str]:
    return [fresh(asset).note for asset in assets]


def test_a_preview_says_what_changes_is_so_already_and_is_refused(cast: Cast) -> None:
    (free,), (so,), (frozen,) = (
        make_assets(cast, 1),
        make_assets(cast, 1, order_number="PO"),
        make_assets(cast, 1, status="Disposed"),
    )
    run = previewed(cast, rows_of(cast), order_number="PO")
    assert outcomes(run) == {free.pk: "change", so.pk: "same", frozen.pk: "refused"}
    assert (run.total, run.changing, run.same, run.refused) == (3, 1, 1, 1)
    reason = BulkRow.objects.get(run=run, outcome="refused").reason
    assert reason == "It is frozen by its status “Disposed”. Change the status first."


def test_applied_exactly_what_was_previewed_changes(cast: Cast) -> None:
    made = make_assets(cast)
    run = previewed(cast, rows_of(cast), note="Bulk")
    later = make_assets(cast, 1)
    assert applied(run).stage == Stage.DONE
    assert notes([*made, *later]) == ["Bulk"] * 3 + [""]


def changed(cast: Cast, asset: Asset) -> None:
    edit_asset(actor=cast.actor("technician"), asset=asset, changes={"name": "New"}, version=None, at=NOW)


def frozen(cast: Cast, asset: Asset) -> None:
    status = Status.objects.get(name="Disposed")
    with signed("test"):
        Asset.objects.filter(pk=asset.pk).update(status=status, state=status.state)


def out_of_scope(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        Grant.objects.filter(user=cast.user("technician")).update(location=make_location(cast.company))
        compile_grants([cast.user("technician").pk])


def not_permitted(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        Grant.objects.filter(user=cast.user("technician")).delete()
        compile_grants([cast.user("technician").pk])


def out_of_the_filter(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        make_person(cast.company)
        Asset.objects.filter(pk=asset.pk).update(criticality="high")  # without a new version


MOVES = (changed, frozen, out_of_scope, not_permitted, out_of_the_filter)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.__name__)
def test_r14_whatever_moved_since_the_preview_nothing_is_applied(cast: Cast, move: Any) -> None:
    made = make_assets(cast)
    run = previewed(cast, rows_of(cast), filter_='criticality eq "normal"', order_number="PO")
    move(cast, made[1])
    applied(run)
    assert run.stage == Stage.REFUSED
    assert run.failure
    assert [fresh(asset).order_number for asset in made] == ["", "", ""]


def test_one_in_and_one_out_is_no_reason_to_apply(cast: Cast) -> None:
    first, second = make_assets(cast, 2)
    run = previewed(cast, rows_of(cast), filter_='criticality eq "normal"', note="Bulk")
    out_of_the_filter(cast, first)
    make_assets(cast, 1)
    assert "not in the list any more" in applied(run).failure
    assert notes([first, second]) == ["", ""]


def test_refused_it_can_be_previewed_again_and_applied(cast: Cast) -> None:
    made = make_assets(cast)
    run = previewed(cast, rows_of(cast), note="Bulk")
    changed(cast, made[0])
    assert applied(run).stage == Stage.REFUSED
    preview_run(actor=cast.actor("technician"), run=run, arguments={"note": "Bulk"}, at=NOW)
    assert applied(run).stage == Stage.DONE
    assert notes(made) == ["Bulk"] * 3


def test_a_double_click_defers_one_job_and_a_second_delivery_changes_nothing(cast: Cast) -> None:
    made = make_assets(cast)
    run = previewed(cast, rows_of(cast), note="Bulk")
    assert [queue_run(run, at=NOW), queue_run(run, at=NOW)] == [True, False]
    assert ProcrastinateJob.objects.filter(task_name="assetry.jobs.bulk.apply_bulk").count() == 1
    apply_bulk(run_id=run.pk)
    apply_bulk(run_id=run.pk)
    assert {fresh(asset).version for asset in made} == {2}


def test_only_what_was_queued_is_applied_and_what_is_queued_is_not_previewed(cast: Cast) -> None:
    make_assets(cast)
    run = previewed(cast, rows_of(cast), note="Bulk")
    with pytest.raises(BulkClosed):
        apply_run(actor=cast.actor("technician"), run_id=run.pk, at=NOW)
    queue_run(run, at=NOW)
    with pytest.raises(BulkClosed):
        preview_run(actor=cast.actor("technician"), run=run, arguments={"note": "Other"}, at=NOW)


def test_the_same_number_of_statements_for_any_number_of_rows(cast: Cast) -> None:
    counts = []
    for number in (2, 60):
        note, made = f"Bulk {number}", make_assets(cast, number)
        run = previewed(cast, rows_of(cast).filter(pk__in=[asset.pk for asset in made]), note=note)
        queue_run(run, at=NOW)
        with CaptureQueriesContext(connection) as statements:
            apply_run(actor=cast.actor("technician"), run_id=run.pk, at=NOW)
        counts.append(len(statements))
        assert set(notes(made)) == {note}
    assert counts[0] == counts[1]


def test_a_deactivated_account_changes_nothing_any_more(cast: Cast) -> None:
    made = make_assets(cast)
    run = previewed(cast, rows_of(cast), note="Bulk")
    with signed("test"):
        user = cast.user("technician")
        user.is_active = False
        user.save()
    assert "not active any more" in applied(run).failure
    assert notes(made) == [""] * 3


def test_nobody_gets_to_the_run_of_another(cast: Cast) -> None:
    make_assets(cast, 1)
    run = chosen(cast, rows_of(cast))
    for role in ("asset_manager", "stranger"):
        with pytest.raises(NotFound):
            get_run_for(cast.actor(role), run.public_id)


def test_who_may_not_do_it_chooses_nothing_and_nothing_is_not_chosen(cast: Cast) -> None:
    make_assets(cast, 1)
    with pytest.raises(NotPermitted):
        chosen(cast, rows_of(cast, "auditor"), role="auditor")
    with pytest.raises(NothingChosen):
        chosen(cast, rows_of(cast, "stranger"))
    assert not BulkRun.objects.exists()


def test_undone_everything_is_as_it_was_and_once_only(cast: Cast) -> None:
    made = make_assets(cast, 3, note="Before")
    run = applied(previewed(cast, rows_of(cast), note="Bulk"))
    now = datetime.now(UTC)
    undo = begin_undo(actor=cast.actor("technician"), run=run, at=now)
    assert (undo.changing, undo.refused) == (3, 0)
    assert applied(undo).stage == Stage.DONE
    assert notes(made) == ["Before"] * 3
    with pytest.raises(UndoOver):
        begin_undo(actor=cast.actor("technician"), run=run, at=now)


def test_what_changed_since_stays_and_the_rest_is_undone(cast: Cast) -> None:
    made = make_assets(cast, 3, note="Before")
    run = applied(previewed(cast, rows_of(cast), note="Bulk"))
    changed(cast, made[2])
    undo = begin_undo(actor=cast.actor("technician"), run=run, at=datetime.now(UTC))
    assert outcomes(undo) == {made[0].pk: "change", made[1].pk: "change", made[2].pk: "refused"}
    applied(undo)
    assert notes(made) == ["Before", "Before", "Bulk"]


def test_a_change_between_the_preview_of_an_undo_and_it_means_nothing_is_undone(cast: Cast) -> None:
    made = make_assets(cast, 2, note="Before")
    run = applied(previewed(cast, rows_of(cast), note="Bulk"))
    undo = begin_undo(actor=cast.actor("technician"), run=run, at=datetime.now(UTC))
    changed(cast, made[0])
    assert applied(undo).stage == Stage.REFUSED
    assert notes(made) == ["Bulk", "Bulk"]


def test_a1_who_lost_the_right_meanwhile_undoes_nothing(cast: Cast) -> None:
    made = make_assets(cast, 2, note="Before")
    run = applied(previewed(cast, rows_of(cast), note="Bulk"))
    undo = begin_undo(actor=cast.actor("technician"), run=run, at=datetime.now(UTC))
    not_permitted(cast, made[0])
    assert applied(undo).stage == Stage.REFUSED
    assert notes(made) == ["Bulk", "Bulk"]


def test_it_can_be_undone_for_thirty_days(cast: Cast) -> None:
    make_assets(cast, 1)
    run = applied(previewed(cast, rows_of(cast), note="Bulk"))
    assert run.done_at is not None
    assert may_undo(run, run.done_at + timedelta(days=30))
    assert not may_undo(run, run.done_at + timedelta(days=30, seconds=1))
    forget_runs(run.created_at + timedelta(days=32))
    assert not BulkRow.objects.exists()


def test_a_check_out_is_undone_by_giving_back_holder_place_and_status(cast: Cast) -> None:
    with signed("test"):
        shelf = make_location(cast.company)
    made = make_assets(cast, 2, location=shelf)
    ana = cast.person("employee")
    run = applied(previewed(cast, rows_of(cast), work="check_out", holder=ana))
    assert {fresh(asset).holder_person for asset in made} == {ana}
    applied(begin_undo(actor=cast.actor("technician"), run=run, at=datetime.now(UTC)))
    for asset in made:
        now = fresh(asset)
        assert (now.holder_person, now.location, now.state) == (None, shelf, "in_stock")
        assert asset.custodies.count() == 3


def test_what_was_moved_since_is_not_brought_back(cast: Cast) -> None:
    made = make_assets(cast, 2)
    missing = Status.objects.get(name="Missing")
    run = applied(previewed(cast, rows_of(cast), work="change_status", status=missing))
    back = Status.objects.get(name="In stock")
    change_status(actor=cast.actor("asset_manager"), asset=made[0], status=back, at=datetime.now(UTC))
    undo = begin_undo(actor=cast.actor("technician"), run=run, at=datetime.now(UTC))
    assert outcomes(undo) == {made[0].pk: "refused", made[1].pk: "change"}


def test_a_holder_who_left_takes_nothing_back(cast: Cast) -> None:
    made = make_assets(cast, 1)
    ana = cast.person("employee")
    check_out_asset(actor=cast.actor("technician"), asset=made[0], holder=ana, at=NOW - timedelta(days=1))
    run = applied(previewed(cast, rows_of(cast), work="check_in"))
    assert run.stage == Stage.DONE, run.failure
    with signed("test"):
        type(ana).objects.filter(pk=ana.pk).update(is_active=False)
    undo = begin_undo(actor=cast.actor("technician"), run=run, at=datetime.now(UTC))
    assert "is not active" in BulkRow.objects.get(run=undo).reason


def test_what_ended_is_news_until_it_is_looked_at(cast: Cast) -> None:
    make_assets(cast, 1)
    actor = cast.actor("technician")
    run = previewed(cast, rows_of(cast), note="Bulk")
    assert count_news_for(actor) == 0
    applied(run)
    assert count_news_for(actor) == 1
