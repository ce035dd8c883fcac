"""The registry of checks, and running them. An area registers its own in its `AppConfig.ready`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Text

# A check that takes longer than this is given up and says so: looking must not wear an installation down.
LONGEST_MS = 120_000


class Level(StrEnum):
    """How bad a finding is; only a problem makes `assetry doctor` fail."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What a check saw, in a sentence; `mend` says what to do; `rows` name what is concerned, for the operator only."""

    level: Level = Level.OK
    detail: Text
    mend: Text = ""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing that is looked at. `run` gets the process's time; `group` is the heading it stands under."""

    name: str
    label: Text
    group: Text
    run: Callable[[datetime], Finding]


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """A check and what it found."""

    check: Check
    finding: Finding


INSTALLATION = _("Installation")
DATABASE = _("Database")
TRAIL = _("Trail")
WORK = _("Jobs and mail")
REGISTER = _("Register")
FILES = _("Files and backups")

_checks: dict[str, Check] = {}


def register_checks(*checks: Check) -> None:
    """Make checks known; raises ValueError for a name that is taken."""
    for check in checks:
        if check.name in _checks:
            raise ValueError(f"The check {check.name} is registered twice.")
        _checks[check.name] = check


def registered_checks() -> tuple[Check, ...]:
    """Every check, group by group, in the order of registration."""
    groups: list[Text] = [INSTALLATION, DATABASE, TRAIL, WORK, REGISTER, FILES]
    return tuple(sorted(_checks.values(), key=lambda check: groups.index(check.group)))


def run_checks(clock: Callable[[], datetime], checks: Sequence[Check] | None = None) -> Iterator[Result]:
    """Run them one by one, each in a transaction that may write nothing."""
    for check in registered_checks() if checks is None else checks:
        yield Result(check=check, finding=_run(check, clock))


def _run(check: Check, clock: Callable[[], datetime]) -> Finding:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL transaction_read_only = on")
                cursor.execute(f"SET LOCAL statement_timeout = {LONGEST_MS}")
            finding = check.run(clock())
            # A savepoint that is released keeps what was set; one that is undone does not.
            transaction.set_rollback(True)
    except (DatabaseError, OSError) as error:
        return Finding(
            level=Level.PROBLEM,
            detail=_("This could not be looked at: %(reason)s") % {"reason": " ".join(str(error).split())},
            mend=_("Mend what the sentence names, then look again."),
        )
    return finding


def worst(results: Sequence[Result]) -> Level:
    """The worst level among them."""
    order = list(Level)
    return max((result.finding.level for result in results), key=order.index, default=Level.OK)
