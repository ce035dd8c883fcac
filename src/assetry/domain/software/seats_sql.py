"""SQL of migrations: what was bought and what is given, kept beside each license by triggers, whatever wrote the lines.

No statement may leave more assigned than bought unless it was so before: giving and taking back lines are refused with
`license_seats_free`. A term that runs out is no statement on lines: it only changes what a recount finds.
"""

from assetry.domain.software.entitlement_models import FACTS

_FUNCTION = "RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$"
IN_FORCE = "(e.starts_on IS NULL OR e.starts_on <= {day}) AND (e.ends_on IS NULL OR e.ends_on >= {day})"
_REFUSE = """
    IF EXISTS (SELECT FROM public.software_license l WHERE l.id = ANY(scarcer) AND l.assigned > l.bought) THEN
        RAISE EXCEPTION 'license_seats_free: more would be assigned than is bought'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'license_seats_free';
    END IF;"""


def _count(column: str, deltas: str, sign: str) -> str:
    """Add what a statement moved, under the licenses' locks; `sign` says which direction makes seats scarcer."""
    return f"""
    PERFORM FROM public.software_license l
    WHERE l.id IN (SELECT m.license_id FROM ({deltas}) m) ORDER BY l.id FOR NO KEY UPDATE;
    WITH moved AS ({deltas}),
    counted AS (
        UPDATE public.software_license l SET {column} = l.{column} + m.n FROM moved m
        WHERE l.id = m.license_id AND m.n <> 0 RETURNING l.id, m.n
    ) SELECT array_agg(id) INTO scarcer FROM counted WHERE n {sign} 0;
    {_REFUSE}"""


_LINES = f"""
    SELECT e.license_id, sum(e.n) AS n FROM (%s) e JOIN public.software_license k ON k.id = e.license_id
    WHERE {IN_FORCE.format(day="k.counted_on")} GROUP BY e.license_id"""
_LINE = "SELECT license_id, starts_on, ends_on, {sign}quantity AS n FROM {rows}"
_GIVEN = "SELECT a.license_id, sum(a.n) AS n FROM (%s) a GROUP BY a.license_id"
_ONE_GIVEN = "SELECT license_id, {sign}quantity AS n FROM {rows} WHERE upper_inf(period)"


def _both(one: str) -> str:
    return f"{one.format(sign='', rows='new_rows')} UNION ALL {one.format(sign='-', rows='old_rows')}"


def _function(name: str, column: str, frame: str, one: str, sign: str) -> str:
    new, old = one.format(sign="", rows="new_rows"), one.format(sign="-", rows="old_rows")
    return f"""
    CREATE FUNCTION public.{name}() {_FUNCTION}
    DECLARE scarcer bigint[];
    BEGIN
        IF TG_OP = 'INSERT' THEN {_count(column, frame % new, sign)}
        ELSIF TG_OP = 'DELETE' THEN {_count(column, frame % old, sign)}
        ELSE {_count(column, frame % _both(one), sign)}
        END IF;
        RETURN NULL;
    END $$;"""


def _triggers(table: str, function: str) -> str:
    return f"""
    CREATE TRIGGER seats_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION public.{function}();
    CREATE TRIGGER seats_update AFTER UPDATE ON {table}
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION public.{function}();
    CREATE TRIGGER seats_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
        FOR EACH STATEMENT EXECUTE FUNCTION public.{function}();"""


_OLD = ", ".join(f"OLD.{column}" for column in FACTS)
_NEW = ", ".join(f"NEW.{column}" for column in FACTS)
SEATS = f"""
    {_function("software_count_lines", "bought", _LINES, _LINE, "<")}
    {_function("software_count_given", "assigned", _GIVEN, _ONE_GIVEN, ">")}
    {_triggers("software_entitlement", "software_count_lines")}
    {_triggers("software_allocation", "software_count_given")}
    CREATE FUNCTION public.software_keep_lines() {_FUNCTION}
    BEGIN
        RAISE EXCEPTION 'a line of a license is added, never changed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entitlement_never_changed';
    END $$;
    CREATE TRIGGER never_changed BEFORE UPDATE ON software_entitlement FOR EACH ROW
        WHEN (({_OLD}) IS DISTINCT FROM ({_NEW})) EXECUTE FUNCTION public.software_keep_lines();
"""
DROP_SEATS = (
    """
    DROP TRIGGER never_changed ON software_entitlement;
    DROP FUNCTION public.software_keep_lines();
"""
    + "".join(
        f"DROP TRIGGER seats_{act} ON {table};"
        for table in ("software_entitlement", "software_allocation")
        for act in ("insert", "update", "delete")
    )
    + "DROP FUNCTION public.software_count_lines(), public.software_count_given();"
)

# What a recount finds for the licenses in %(ids)s (NULL: all) on the company's day of the instant %(at)s.
RECOUNT = f"""
    UPDATE software_license l SET bought = f.bought, counted_on = f.day
    FROM (
        SELECT k.id, d.day, coalesce(sum(e.quantity) FILTER (WHERE {IN_FORCE.format(day="d.day")}), 0) AS bought
        FROM software_license k
        JOIN organization_company c ON c.id = k.company_id
        CROSS JOIN LATERAL (SELECT (%(at)s AT TIME ZONE c.time_zone)::date AS day) d
        LEFT JOIN software_entitlement e ON e.license_id = k.id
        WHERE (%(ids)s::bigint[] IS NULL OR k.id = ANY(%(ids)s)) AND k.counted_on < d.day
        GROUP BY k.id, d.day
    ) f
    WHERE l.id = f.id AND l.counted_on < f.day
"""
DRIFT = f"""
    SELECT l.id, l.name FROM software_license l WHERE
        l.bought <> (SELECT coalesce(sum(e.quantity), 0) FROM software_entitlement e
            WHERE e.license_id = l.id AND {IN_FORCE.format(day="l.counted_on")})
        OR l.assigned <> (SELECT coalesce(sum(a.quantity), 0) FROM software_allocation a
            WHERE a.license_id = l.id AND upper_inf(a.period))
    ORDER BY l.id
"""
