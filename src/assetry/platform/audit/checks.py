"""Checks of the trail: its triggers, the months to come, who may write it, its seals."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext_lazy as _

from assetry.platform.audit.install import find_problems
from assetry.platform.audit.queries import head_standing, unsealed_tail
from assetry.platform.audit.sealing.head import HeadState, head_file
from assetry.platform.doctor.asking import select
from assetry.platform.doctor.checks import TRAIL, Check, Finding, Level, register_checks

# The months that should be there beside this one; `migrate` makes 24.
LEAST_MONTHS = 3
FEW_MONTHS = 6
# The worker seals every minute; a writer that runs for long holds it back.
LATE = timedelta(minutes=15)

_WRITABLE = """
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname ^@ 'audit_'
      AND (has_table_privilege(current_user, c.oid, 'DELETE, TRUNCATE')
           OR has_any_column_privilege(current_user, c.oid, 'INSERT, UPDATE'))
    ORDER BY 1
"""
# Up to the first that is missing: one gap refuses every change once it is reached.
_MONTHS = """
    SELECT coalesce(min(ahead) - 1, 60) FROM generate_series(1, 60) AS ahead
    WHERE to_regclass(format('public.audit_change_y%%sm%%s', to_char(%(at)s + make_interval(months => ahead), 'YYYY'),
                             to_char(%(at)s + make_interval(months => ahead), 'MM'))) IS NULL
"""


def register() -> None:
    """Register the checks of the trail."""
    register_checks(
        Check(name="trail_triggers", label=_("Triggers of the trail"), group=TRAIL, run=check_triggers),
        Check(name="trail_rights", label=_("Rights on the trail"), group=TRAIL, run=check_rights),
        Check(name="trail_months", label=_("Months ahead"), group=TRAIL, run=check_months),
        Check(name="trail_seals", label=_("Seals of the trail"), group=TRAIL, run=check_seals),
    )


def check_triggers(_at: datetime) -> Finding:
    """Every trailed table writes the trail, by the function that its declaration gives."""
    problems = tuple(find_problems(connection))
    if problems:
        return Finding(
            level=Level.PROBLEM,
            detail=_("Tables that do not write the trail as declared: %(n)d, the first is %(first)s.")
            % {"n": len(problems), "first": problems[0]},
            mend=_(
                "Run `assetry migrate`, which makes functions and triggers anew. Changes made meanwhile are lost "
                "to the trail: find out who changed the schema."
            ),
            rows=problems,
        )
    return Finding(detail=_("Every table that has to writes the trail."))


def check_rights(_at: datetime) -> Finding:
    """Nobody but the trail's own functions writes it."""
    writable = tuple(name for (name,) in select(_WRITABLE))
    if writable:
        return Finding(
            level=Level.PROBLEM,
            detail=_("The application's role may write %(names)s.") % {"names": ", ".join(writable[:3])},
            mend=_("Run `assetry migrate`, which takes these rights away, and find out who gave them."),
            rows=writable,
        )
    return Finding(detail=_("The application's role can read the trail, not write it."))


def check_months(at: datetime) -> Finding:
    """Events of a month need that month's table; without it every change is refused."""
    months = int(select(_MONTHS, {"at": at})[0][0])
    detail = _("Months after this one that the trail has room for: %(n)d.") % {"n": months}
    if months < FEW_MONTHS:
        level = Level.PROBLEM if months < LEAST_MONTHS else Level.WARNING
        return Finding(level=level, detail=detail, mend=_("Run `assetry migrate`, which makes 24 months."))
    return Finding(detail=detail)


def check_seals(at: datetime) -> Finding:
    """What is sealed is vouched for outside the database, and little waits to be sealed."""
    state, _head = head_standing(head_file())
    tail = unsealed_tail()
    if state.is_broken:
        return Finding(
            level=Level.PROBLEM,
            detail=_(
                "The trail's head file and the database contradict each other, so nothing is sealed any more."
            ),
            mend=_(
                "Run `assetry audit verify`. After a restore by other means than `assetry restore`, run "
                "`assetry audit open-epoch`."
            ),
        )
    if state is HeadState.LOST:
        return Finding(
            level=Level.PROBLEM,
            detail=_(
                "The trail's head file was written here and is gone, or an older one lies in its place: nothing is "
                "sealed any more."
            ),
            mend=_(
                "Find out who took it. Run `assetry audit verify` and compare with a copy of the head; then accept it "
                "by `assetry audit open-epoch`."
            ),
        )
    if tail.since is not None and at - tail.since > LATE:
        return Finding(
            level=Level.WARNING,
            detail=_("Events that are not sealed yet: %(n)d, the oldest since %(since)s.")
            % {"n": tail.events, "since": f"{tail.since:%Y-%m-%d %H:%M} UTC"},
            mend=_(
                "See that a worker runs, and end transactions that have been open for long, in any database of the "
                "server. Then run `assetry audit seal`."
            ),
        )
    return Finding(
        detail=_("Events of the last minutes that are not sealed yet: %(n)d.") % {"n": tail.events}
    )
