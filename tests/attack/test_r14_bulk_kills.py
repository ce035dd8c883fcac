"""R4, R14. NetBox #7445, #16733, #19082: a change of many that is killed at any statement, or delivered twice, leaves
what one clean run leaves, or what was there before.
"""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from assetry.domain.assets.models import Asset
from assetry.jobs.bulk import apply_bulk
from assetry.platform.audit.signed import signed
from assetry.platform.bulk.models import BulkRun
from assetry.platform.bulk.runs import queue_run
from tests.attack.test_r4_import_kills import world
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_category
from tests.platform.bulk.choosing import previewed, rows_of

ROOT = Path(__file__).resolve().parents[2]
SEED = 7445


def queued(cast: Cast, rows: int) -> BulkRun:
    """A change of that many assets that waits for the worker."""
    with signed("test"):
        category = make_category()
        for number in range(rows):
            make_asset(cast.company, category=category, note=f"Before {number}")
    run = previewed(cast, rows_of(cast), note="Bulk", processor="M3")
    assert queue_run(run, at=NOW)
    return run


def delivered(run: BulkRun, point: int = 0) -> "subprocess.Popen[str]":
    """The job in a process of its own."""
    words = [settings.DATABASES["default"]["NAME"], str(run.pk), str(point)]
    paths = {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.killed_bulk", *words],
        env={**os.environ, **paths},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def prove(cast: Cast, rows: int, points: int) -> None:
    run, before = queued(cast, rows), world()
    with transaction.atomic():
        with CaptureQueriesContext(connection) as statements:
            apply_bulk(run_id=run.pk)
        after = world()
        transaction.set_rollback(True)
    assert world() == before != after
    chance = random.Random(SEED)
    for turn in range(points):
        ended = delivered(run, chance.randint(5, len(statements) - 2))
        said = ended.communicate()
        assert ended.returncode == -signal.SIGKILL, said
        assert world() == before, turn
    twice = [delivered(run), delivered(run)]
    answers = [each.communicate() for each in twice]
    assert [each.returncode for each in twice] == [0, 0], answers
    assert world() == after
    run.refresh_from_db()
    assert run.stage == BulkRun.Stage.DONE
    assert set(Asset.objects.values_list("note", "version")) == {("Bulk", 2)}


@pytest.mark.django_db(transaction=True)
def test_r14_a_change_of_many_that_is_killed_is_as_one_clean_run(cast: Cast) -> None:
    prove(cast, rows=100, points=1)


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_r14_wherever_it_is_killed(cast: Cast) -> None:
    prove(cast, rows=2_000, points=60)
