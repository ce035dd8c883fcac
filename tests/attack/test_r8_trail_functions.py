"""R8: whoever owns the database rewrites what verifying recomputes with, or puts a row in under a sealed id."""

from pathlib import Path

import pytest
from django.db import connections

from assetry.platform.audit.install import find_problems
from assetry.platform.audit.shipped import PROVING, shipped_functions
from tests.platform.audit.sealing.forge import forged_trail, found, keep_head, report

pytestmark = pytest.mark.django_db

LIE = """
    CREATE OR REPLACE FUNCTION public.audit_event_digest(e public.audit_event) RETURNS bytea
    LANGUAGE sql STABLE AS $$ SELECT substring(s.event_leaves FROM
        position(int8send(e.id) IN s.event_leaves) + 16 FOR 16)
    FROM public.audit_seal s WHERE position(int8send(e.id) IN s.event_leaves) > 0 $$
"""
COPY_EVENT = """
    INSERT INTO audit_event SELECT id, recorded_at + interval '1 second', effective_at, xid, parent_id, actor_id,
        request_id, epoch, all_companies, shared, manages_access, intent, door, note, company_ids
    FROM audit_event WHERE id = 5
"""
COPY_CHANGE = """
    INSERT INTO audit_change SELECT id, {event}, recorded_at + interval '1 second', row_id, subject_id, company_id,
        action, table_name, subject_table, before, after, personal_digest
    FROM audit_change WHERE id = 52
"""


def test_r8_a_function_that_repeats_the_seal_does_not_hide_an_edited_event(tmp_path: Path) -> None:
    with forged_trail() as cursor:
        keep_head(cursor, tmp_path / "head")
        cursor.execute("UPDATE audit_event SET actor_id = 8 WHERE id = 5")
        cursor.execute(LIE)
        (finding,) = report(cursor, tmp_path / "head").findings
    assert (finding.table, finding.intent, finding.what) == ("pg_proc", "audit_event_digest", "edited")


def test_r8_a_second_function_of_the_name_is_named(tmp_path: Path) -> None:
    with forged_trail() as cursor:
        keep_head(cursor, tmp_path / "head")
        cursor.execute("CREATE FUNCTION public.audit_leaf() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        (finding,) = report(cursor, tmp_path / "head").findings
    assert finding.intent == "audit_leaf"


def test_r8_every_function_that_proves_is_shipped() -> None:
    assert set(shipped_functions()) >= PROVING


def test_r8_doctor_finds_no_function_of_another_version() -> None:
    assert [problem for problem in find_problems(connections["default"]) if "function" in problem] == []


def test_r8_an_event_put_in_under_a_sealed_id_is_named(tmp_path: Path) -> None:
    with forged_trail() as cursor:
        keep_head(cursor, tmp_path / "head")
        cursor.execute(COPY_EVENT)
        assert ("audit_event", 5, "inserted") in found(cursor, tmp_path / "head")


@pytest.mark.parametrize("event", ["event_id", "999999"])
def test_r8_a_change_put_in_under_a_sealed_id_is_named(event: str, tmp_path: Path) -> None:
    with forged_trail() as cursor:
        keep_head(cursor, tmp_path / "head")
        cursor.execute(COPY_CHANGE.format(event=event))
        assert found(cursor, tmp_path / "head") == {("audit_change", 52, "inserted")}


def test_r8_an_epoch_without_seals_is_told(tmp_path: Path) -> None:
    with forged_trail() as cursor:
        keep_head(cursor, tmp_path / "head")
        cursor.execute("SELECT public.audit_open_epoch()")
        (epoch,) = cursor.fetchone() or (None,)
        assert report(cursor, tmp_path / "head").epoch == epoch
