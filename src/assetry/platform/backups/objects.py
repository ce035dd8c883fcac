"""The schema, object by object: what a restore may silently lose (NetBox lost its triggers, and said "success").

Each definition is normalized: PostgreSQL prints a check of allowed texts in another way once it has read it back.
Objects of extensions are the extension's own business.
"""

import hashlib
import re

import psycopg

_OURS = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'"
_NO_EXTENSION = "NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = {0}.oid AND e.deptype = 'e')"
_QUERIES = {
    "column": f"""
        SELECT format('%s.%s.%s', n.nspname, c.relname, a.attname),
               concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
                         pg_get_expr(d.adbin, d.adrelid))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm') AND {_OURS}
    """,
    "relation": f"""
        SELECT format('%s.%s', n.nspname, c.relname),
               concat_ws(' ', c.relkind, c.relrowsecurity, c.relpersistence, pg_get_expr(c.relpartbound, c.oid),
                         CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
                         CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND {_OURS} AND {_NO_EXTENSION.format("c")}
    """,
    "constraint": f"""
        SELECT format('%s.%s.%s', n.nspname, coalesce(c.relname, '-'), k.conname),
               concat_ws(' ', pg_get_constraintdef(k.oid), k.convalidated, k.condeferrable, k.condeferred)
        FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
        LEFT JOIN pg_class c ON c.oid = k.conrelid
        WHERE k.contype <> 'n' AND {_OURS} AND {_NO_EXTENSION.format("k")}
    """,
    "index": f"""
        SELECT format('%s.%s', n.nspname, c.relname), concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisvalid)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {_OURS}
    """,
    "trigger": f"""
        SELECT format('%s.%s.%s', n.nspname, c.relname, t.tgname),
               concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT t.tgisinternal AND {_OURS}
    """,
    "function": f"""
        SELECT format('%s.%s(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
               pg_get_functiondef(p.oid)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prokind IN ('f', 'p') AND {_OURS} AND {_NO_EXTENSION.format("p")}
    """,
    "type": f"""
        SELECT format('%s.%s', n.nspname, t.typname),
               (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.typtype IN ('e', 'd') AND {_OURS} AND {_NO_EXTENSION.format("t")}
    """,
    "extension": "SELECT extname, '' FROM pg_extension",
}
_GRANTEE = """
    CASE WHEN a.grantee = 0 THEN 'public' WHEN pg_get_userbyid(a.grantee) = %(role)s THEN 'application' ELSE 'other' END
"""
_RIGHTS = f"""
    WITH granted AS (
        SELECT format('%%s.%%s', n.nspname, c.relname) AS name, {_GRANTEE} || ':' || a.privilege_type AS what
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND a.grantee <> c.relowner AND {_OURS.replace("%", "%%")}
          AND {_NO_EXTENSION.format("c")}
        UNION ALL
        SELECT format('%%s.%%s(%%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), {_GRANTEE}
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
             aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
        WHERE a.grantee <> p.proowner AND {_OURS.replace("%", "%%")} AND {_NO_EXTENSION.format("p")}
    )
    SELECT name, string_agg(what, ',' ORDER BY what) FROM granted GROUP BY name
"""
_CASTS = re.compile(r"::(?:character varying|text|bpchar|\"char\")(?:\(\d+\))?(?:\[\])?")

type Objects = dict[str, str]


def read_objects(connection: psycopg.Connection) -> Objects:
    """`kind name` → digest of the definition, for every object of ours."""
    connection.execute("SET search_path = pg_catalog")
    return {
        f"{kind} {name}": _digest(definition)
        for kind, query in _QUERIES.items()
        for name, definition in connection.execute(query.encode()).fetchall()
    }


def read_rights(connection: psycopg.Connection, application_role: str) -> Objects:
    """`right name` → digest of who else than the owner may do what."""
    connection.execute("SET search_path = pg_catalog")
    found = connection.execute(_RIGHTS.encode(), {"role": application_role}).fetchall()
    return {f"right {name}": _digest(granted) for name, granted in found}


def differences(archived: Objects, restored: Objects) -> list[str]:
    """What is missing, new or another, in words."""
    return [
        f"{name} is {_how(archived.get(name), restored.get(name))}"
        for name in sorted(archived.keys() | restored.keys())
        if archived.get(name) != restored.get(name)
    ]


def normalized(definition: str) -> str:
    """Without what PostgreSQL adds or leaves out when it prints the same thing."""
    return re.sub(r"[\s()]+", "", _CASTS.sub("", definition))


def _how(archived: str | None, restored: str | None) -> str:
    return "missing" if restored is None else "not in the backup" if archived is None else "another one"


def _digest(definition: str | None) -> str:
    return hashlib.sha256(normalized(definition or "").encode()).hexdigest()[:32]
