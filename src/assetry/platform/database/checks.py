"""Checks of the database server: durability, rights, migrations, clock, indexes."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assetry.platform.database.migrating import missing_migrations
from assetry.platform.doctor.asking import select
from assetry.platform.doctor.checks import DATABASE, Check, Finding, Level, register_checks
from assetry.platform.faults import UnknownMigrations

LARGEST_SKEW_SECONDS = 2.0
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")

POWERS = """
    SELECT power FROM pg_roles, unnest(
        ARRAY['SUPERUSER', 'CREATEDB', 'CREATEROLE', 'REPLICATION', 'BYPASSRLS'],
        ARRAY[rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls]
    ) AS powers (power, held) WHERE rolname = current_user AND held
    UNION ALL SELECT 'CREATE on the schema public' WHERE has_schema_privilege(current_user, 'public', 'CREATE')
    UNION ALL SELECT 'CREATE on the database'
        WHERE has_database_privilege(current_user, current_database(), 'CREATE')
    UNION ALL SELECT 'membership of the role ' || owner FROM (
        SELECT DISTINCT pg_get_userbyid(relowner)::text AS owner FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    ) AS owners WHERE pg_has_role(current_user, owner, 'MEMBER')
    UNION ALL SELECT 'membership of the role ' || r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
        WHERE r.rolname ^@ 'pg_' AND r.rolname <> ALL (%(harmless)s) AND pg_has_role(current_user, m.member, 'MEMBER')
    UNION ALL SELECT 'SET of the parameter session_replication_role'
        WHERE has_parameter_privilege(current_user, 'session_replication_role', 'SET')
"""
# Roles of PostgreSQL that only look at the server; the others read, write or run what is no row of ours.
HARMLESS = [
    "pg_monitor",
    "pg_read_all_settings",
    "pg_read_all_stats",
    "pg_stat_scan_tables",
    "pg_use_reserved_connections",
]
# Triggers that are off: ours keep counters, search and the trail, PostgreSQL's own keep foreign keys.
OFF = """
    SELECT format('%s on %s', coalesce(k.conname, t.tgname), t.tgrelid::regclass)
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid LEFT JOIN pg_constraint k ON k.oid = t.tgconstraint
    WHERE c.relnamespace = 'public'::regnamespace AND t.tgenabled NOT IN ('O', 'A') GROUP BY 1 ORDER BY 1
"""
_INVALID = """
    SELECT indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE NOT (indisvalid AND indisready) AND c.relnamespace = 'public'::regnamespace AND c.relkind = 'i'
    ORDER BY 1
"""


def register() -> None:
    """Register the checks of the database."""
    register_checks(
        Check(name="durability", label=_("Durability"), group=DATABASE, run=check_durability),
        Check(name="rights", label=_("Rights of the application"), group=DATABASE, run=check_rights),
        Check(name="triggers", label=_("Triggers and foreign keys"), group=DATABASE, run=check_triggers),
        Check(name="migrations", label=_("Migrations"), group=DATABASE, run=check_migrations),
        Check(name="clock", label=_("Clocks"), group=DATABASE, run=check_clock),
        Check(name="indexes", label=_("Indexes"), group=DATABASE, run=check_indexes),
    )


def check_durability(_at: datetime) -> Finding:
    """What was acknowledged must survive a power cut."""
    query = "SELECT name FROM pg_settings WHERE name = ANY (%s) AND setting = 'off'"
    off = [name for (name,) in select(query, [list(DURABLE)])]
    if off:
        return Finding(
            level=Level.PROBLEM,
            detail=_("The database runs with %(names)s off: a crash can lose or break what was saved.")
            % {"names": ", ".join(off)},
            mend=_("Set them to on in the server's configuration, then restart the server."),
        )
    return Finding(detail=_("What was saved survives a crash."))


def check_rights(_at: datetime) -> Finding:
    """The application's role may read and write rows, and nothing else."""
    powers = [power for (power,) in select(POWERS, {"harmless": HARMLESS})]
    if powers:
        return Finding(
            level=Level.PROBLEM,
            detail=_("The application's role holds rights that it does not need: %(powers)s.")
            % {"powers": ", ".join(powers)},
            mend=_(
                "Take them away, and give DATABASE_URL a role that does not own the tables "
                "(docs/admin/postgresql.md)."
            ),
        )
    return Finding(detail=_("The application's role cannot change the schema."))


def check_triggers(_at: datetime) -> Finding:
    """What keeps rows true is at work: somebody who switched a trigger off may have forgotten it."""
    off = tuple(name for (name,) in select(OFF))
    if off:
        return Finding(
            level=Level.PROBLEM,
            detail=_("Triggers or foreign keys that are switched off: %(n)d, the first is %(first)s.")
            % {"n": len(off), "first": off[0]},
            mend=_(
                "As a superuser, run ALTER TABLE … ENABLE TRIGGER ALL for these tables; then look again, since what "
                "was written meanwhile may be wrong."
            ),
            rows=off,
        )
    return Finding(detail=_("All of them are at work."))


def check_migrations(_at: datetime) -> Finding:
    """Code and schema are of one version."""
    try:
        missing = missing_migrations("default")
    except UnknownMigrations as fault:
        return Finding(
            level=Level.PROBLEM, detail=str(fault), mend=_("Start the version that the data belongs to.")
        )
    if missing:
        return Finding(
            level=Level.PROBLEM,
            detail=_("Migrations that are missing: %(n)d, the first is %(name)s.")
            % {"n": len(missing), "name": missing[0]},
            mend=_(
                "Run `assetry migrate` as the role that owns the database; `assetry up` does it by itself."
            ),
            rows=tuple(missing),
        )
    return Finding(detail=_("The schema is the one of this version."))


def check_clock(at: datetime) -> Finding:
    """The database's clock and ours agree: events are dated by one, periods by the other."""
    skew = (select("SELECT clock_timestamp()")[0][0] - at).total_seconds()
    if abs(skew) > LARGEST_SKEW_SECONDS:
        return Finding(
            level=Level.PROBLEM,
            detail=_("The database's clock differs from ours by %(seconds).1f seconds.") % {"seconds": skew},
            mend=_("Let both machines take their time from one source (chrony, systemd-timesyncd)."),
        )
    return Finding(detail=_("The clocks of database and application agree."))


def check_indexes(_at: datetime) -> Finding:
    """An index whose making was cut short is written to, but never read."""
    invalid = tuple(name for (name,) in select(_INVALID))
    if invalid:
        return Finding(
            level=Level.WARNING,
            detail=_("Indexes are unfinished: %(names)s.") % {"names": ", ".join(invalid)},
            mend=_("When the worker is not making them now: REINDEX INDEX CONCURRENTLY, as the owner."),
            rows=invalid,
        )
    return Finding(detail=_("All indexes are usable."))
