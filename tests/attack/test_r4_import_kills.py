"""R4. Snipe-IT #4077, #1614, Homebox #532: an import that is killed at any statement, or cut off from the database, or
delivered twice, leaves what one clean run leaves: all rows once, one line of the ledger for each, nothing before that.
"""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from assetry.domain.assets.imports.operations import check_import
from assetry.jobs.imports import apply_import
from assetry.platform.audit.signed import signed
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.records.operations import check_records
from assetry.platform.imports.runs import queue_run, unpacked
from tests.cast import NOW, Cast
from tests.domain.assets.imports.importing import table, upload
from tests.factories import make_category, make_location
from tests.platform.imports.records.importing import upload as upload_records

ROOT = Path(__file__).resolve().parents[2]
SEED = 4077
# What two runs of the same import do not have in common.
APART = (
    "id public_id version event_id row_id subject_id asset_id period recorded_at before after personal_digest "
    "department_id path"
)
COUNTED = (
    "assets_asset", "assets_custody", "assets_statusperiod", "audit_change", "assets_locationcount",
    "organization_person", "organization_department",
)  # fmt: skip
QUERY = """
    SELECT md5(string_agg(row::text, '|' ORDER BY row::text COLLATE "C"))
    FROM (SELECT to_jsonb(t) - string_to_array(%s, ' ') AS row FROM {} t) rows
"""


def world() -> dict[str, Any]:
    """A digest of every table that an import writes."""
    with connection.cursor() as cursor:
        found = {}
        for name in COUNTED:
            cursor.execute(QUERY.format(name), [APART])
            found[name] = cursor.fetchone()[0]
    return found


def queued(cast: Cast, rows: int) -> ImportRun:
    """An import of that many rows that waits for the worker."""
    with signed("test"):
        make_category("Laptop")
        for number in range(5):
            make_location(cast.company, f"Room {number}")
    company = cast.company.name
    lines = (f"R{number},Laptop,{company},Room {number % 5},Asset {number}" for number in range(rows))
    content = table("Tag,Category,Company,Location,Name", *lines)
    run, options = upload(cast.actor("asset_manager"), content)
    check_import(actor=cast.actor("asset_manager"), run=run, options=options, at=NOW)
    assert queue_run(run, at=NOW)
    return run


def queued_people(cast: Cast, rows: int) -> ImportRun:
    """An import of that many people, with departments to make along, that waits for the worker."""
    lines = (f"Person {number},p{number}@example.net,Department {number % 5}" for number in range(rows))
    options = {"company": cast.company.public_id, "create": frozenset({"department"})}
    manager = cast.actor("asset_manager")
    run, chosen = upload_records(manager, "person", "Name,E-mail,Department", *lines, **options)
    check_records(actor=manager, run=run, options=chosen, at=NOW)
    assert queue_run(run, at=NOW)
    return run


def clean(run: ImportRun) -> tuple[dict[str, Any], int]:
    """What one clean run leaves, and its number of statements, counted as the killed process counts; taken back."""
    taken: list[str] = []

    def count(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        taken.append(sql)
        return execute(sql, *given)

    with transaction.atomic():
        with connection.execute_wrapper(count):
            apply_import(run_id=run.pk)
        found = world()
        transaction.set_rollback(True)
    return found, sum("SAVEPOINT" not in sql for sql in taken)


def delivered(run: ImportRun, point: int = 0, how: str = "kill") -> "subprocess.Popen[str]":
    """The job in a process of its own."""
    words = [settings.DATABASES["default"]["NAME"], str(run.pk), str(point), how]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.killed_import", *words],
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        },
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def prove(run: ImportRun, rows: int, points: int) -> None:
    before, (after, statements) = world(), clean(run)
    assert world() == before != after
    chance = random.Random(SEED)
    for turn in range(points):
        how = ("kill", "cut")[turn % 2]
        ended = delivered(run, chance.randint(1, statements), how)
        said = ended.communicate()
        assert (ended.returncode == -signal.SIGKILL) == (how == "kill"), said
        assert ended.returncode != 0, said
        assert world() == before, turn
    twice = [delivered(run), delivered(run)]
    answers = [each.communicate() for each in twice]
    assert [each.returncode for each in twice] == [0, 0], answers
    assert world() == after
    apply_import(run_id=run.pk)
    assert world() == after
    run.refresh_from_db()
    ledger = unpacked(bytes(run.ledger))
    assert run.stage == ImportRun.Stage.DONE
    assert [entry[0] for entry in ledger] == list(range(2, rows + 2))


@pytest.mark.django_db(transaction=True)
def test_r4_an_import_that_is_killed_or_cut_off_is_as_one_clean_run(cast: Cast) -> None:
    prove(queued(cast, 300), rows=300, points=2)


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_r4_an_import_of_people_that_is_killed_or_cut_off_is_as_one_clean_run(cast: Cast) -> None:
    prove(queued_people(cast, 40), rows=40, points=2)


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_r4_ten_thousand_rows_killed_or_cut_off_at_200_points(cast: Cast) -> None:
    prove(queued(cast, 10_000), rows=10_000, points=int(os.environ.get("ASSETRY_POINTS", "200")))
