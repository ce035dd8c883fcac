"""Running checks: in order, each for itself, and without changing anything."""

from datetime import datetime

import pytest
from django.db import DatabaseError, connection

from assetry.platform.doctor.checks import (
    DATABASE,
    INSTALLATION,
    REGISTER,
    Check,
    Finding,
    Level,
    Result,
    register_checks,
    registered_checks,
    run_checks,
    worst,
)
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def check(run: object, name: str = "one") -> Check:
    return Check(name=name, label="One", group=DATABASE, run=run)  # type: ignore[arg-type]


def executing(query: str) -> Check:
    def run(_at: datetime) -> Finding:
        with connection.cursor() as cursor:
            cursor.execute(query)
        return Finding(detail="done")

    return check(run)


def found(*checks: Check) -> list[Finding]:
    return [result.finding for result in run_checks(lambda: NOW, checks)]


def test_a_check_gets_the_time_of_the_process() -> None:
    assert found(check(lambda at: Finding(detail=at.isoformat())))[0].detail == NOW.isoformat()


def test_a_check_cannot_write() -> None:
    (finding,) = found(executing("DELETE FROM search_searchdocument"))
    assert finding.level is Level.PROBLEM
    assert "read-only" in str(finding.detail)


def test_what_follows_may_write_again() -> None:
    found(executing("SELECT 1"))
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("off",)


@pytest.mark.parametrize("error", [DatabaseError("no such table"), OSError("gone")])
def test_a_check_that_fails_is_a_problem_and_the_next_one_runs(error: Exception) -> None:
    def fail(_at: datetime) -> Finding:
        raise error

    first, second = found(check(fail), check(lambda _at: Finding(detail="fine"), "two"))
    assert (first.level, str(error) in str(first.detail)) == (Level.PROBLEM, True)
    assert second.level is Level.OK


def test_checks_come_group_by_group() -> None:
    groups = [entry.group for entry in registered_checks()]
    assert groups[0] is INSTALLATION
    assert [group for place, group in enumerate(groups) if group not in groups[:place]] == sorted(
        set(groups), key=groups.index
    )
    assert groups.index(DATABASE) < groups.index(REGISTER)


def test_a_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="secret_key"):
        register_checks(check(lambda _at: Finding(detail=""), "secret_key"))


def test_every_check_says_what_to_do_in_words() -> None:
    results = list(run_checks(lambda: NOW))
    assert len({result.check.name for result in results}) == len(results)
    bad = [result for result in results if result.finding.level is not Level.OK]
    assert [result.check.name for result in bad if not result.finding.mend] == []


def test_one_problem_makes_all_of_it_one() -> None:
    one = check(lambda _at: Finding(detail=""))
    levels = (Level.OK, Level.PROBLEM, Level.WARNING)
    assert (
        worst([Result(check=one, finding=Finding(level=level, detail="")) for level in levels])
        is Level.PROBLEM
    )
    assert worst([]) is Level.OK
