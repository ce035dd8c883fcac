"""The SQL that makes a table trailed or append-only: one function per table, with its columns written out.

Generic code (`to_jsonb` of whole rows) costs several times as much on a wide table. The function joins
nothing but the transition tables, with nested loops off: plpgsql keeps the first call's row count in its plan.
"""

import hashlib

from assetry.platform.audit.shapes import Shape
from assetry.platform.audit.tables import Declaration, Evidence, Trailed
from assetry.platform.audit.writing import TableWriting, literal, quote

_SETTINGS = """\
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET "TimeZone" = 'UTC'
SET "DateStyle" = 'ISO, YMD' SET "IntervalStyle" = 'postgres' SET bytea_output = 'hex' SET extra_float_digits = 1"""

_ROWS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}

_ALL = (*_ROWS, "truncate", "append_only")

_BODY = """
-- Generated from the table's columns and its declaration, with settings {settings}.
DECLARE
    v_event public.audit_event := public.audit_current_event();
BEGIN
    IF v_event.id IS NULL THEN
        IF TG_OP = 'INSERT' THEN
            PERFORM FROM new_rows;
        ELSIF TG_OP = 'UPDATE' THEN
            PERFORM FROM {pairs} WHERE o.{key} IS NULL OR {changed};
        ELSE
            PERFORM FROM old_rows;
        END IF;
        IF FOUND THEN
            PERFORM public.audit_refuse_unsigned({table});
        END IF;
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        {new_inside}
        {insert}
    ELSIF TG_OP = 'UPDATE' THEN
        {new_inside}
        {old_inside}
        {update}
    ELSE
        {old_inside}
        {delete}
    END IF;
    RETURN NULL;
END
"""


def function_name(table: str) -> str:
    """The trigger function of a table, within PostgreSQL's 63 characters."""
    name = f"audit_trail_{table}"
    return name if len(name) <= 63 else f"{name[:54]}_{hashlib.sha256(table.encode()).hexdigest()[:8]}"


def trail_body(declared: Trailed, shape: Shape) -> str:
    """The body of the table's trigger function."""
    writing = TableWriting(declared, shape)
    return _BODY.format(
        settings=hashlib.sha256(_SETTINGS.encode()).hexdigest()[:8],
        table=literal(shape.table),
        key=writing.key,
        pairs=writing.pairs,
        changed=writing.changed,
        new_inside=writing.inside("new_rows"),
        old_inside=writing.inside("old_rows"),
        insert=writing.insert(),
        update=writing.update(),
        delete=writing.delete(),
    )


def expected_triggers(declared: Declaration, shape: Shape) -> dict[str, str | None]:
    """Trigger names, each with the body of its function where that is the table's own."""
    if isinstance(declared, Trailed):
        body = trail_body(declared, shape)
        return {f"audit_{event}": body for event in _ROWS} | {"audit_truncate": None}
    return {"audit_append_only": None, "audit_truncate": None} if isinstance(declared, Evidence) else {}


def install_statements(declared: Declaration, shape: Shape) -> list[str]:
    """What makes the table what it is declared as, whatever it was before; to be run in this order."""
    removal = [*(_drop_trigger(shape.table, name) for name in _ALL), function_removal(shape.table)]
    if isinstance(declared, Trailed):
        return [_drop_trigger(shape.table, "append_only"), *_trail_statements(declared, shape)]
    return [*removal, *(_evidence_statements(shape.table) if isinstance(declared, Evidence) else ())]


def function_removal(table: str) -> str:
    """What takes the trigger function of a dropped table away."""
    return f"DROP FUNCTION IF EXISTS public.{quote(function_name(table))}()"


def _trail_statements(declared: Trailed, shape: Shape) -> list[str]:
    name = function_name(shape.table)
    function = f"public.{quote(name)}()"
    kind = f"RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {_SETTINGS}"
    return [
        f"CREATE OR REPLACE FUNCTION {function} {kind}\nAS $trail${trail_body(declared, shape)}$trail$",
        f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC",
        *(
            _trigger(shape.table, event, f"AFTER {event.upper()}", name, referencing=f"REFERENCING {rows}")
            for event, rows in _ROWS.items()
        ),
        _trigger(shape.table, "truncate", "BEFORE TRUNCATE", "audit_refuse_truncate"),
    ]


def _evidence_statements(table: str) -> list[str]:
    return [
        _trigger(table, "append_only", "BEFORE UPDATE OR DELETE", "audit_refuse_rewrite"),
        _trigger(table, "truncate", "BEFORE TRUNCATE", "audit_refuse_truncate"),
    ]


def _trigger(table: str, name: str, when: str, function: str, *, referencing: str = "") -> str:
    return (
        f"CREATE OR REPLACE TRIGGER audit_{name} {when} ON public.{quote(table)} {referencing} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION public.{quote(function)}()"
    )


def _drop_trigger(table: str, name: str) -> str:
    return f"DROP TRIGGER IF EXISTS audit_{name} ON public.{quote(table)}"
