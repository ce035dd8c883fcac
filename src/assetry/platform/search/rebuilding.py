"""Writing the index anew, by the triggers' own words: there is no second description of what an object is found by."""

import re

from django.db import connection

_SOURCES = """
    SELECT c.relname, substr(p.proname, 8), p.prosrc
    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'public'::regnamespace AND p.proname ^@ 'search_' AND t.tgname = p.proname || '_insert'
    ORDER BY 1
"""
_STALE = """
    DELETE FROM search_searchdocument d WHERE d.entity = %s
    AND NOT EXISTS (SELECT FROM {table} r WHERE r.id = d.object_id)
"""
# Begins a line; the one of a CASE stands within one.
_OTHERWISE = re.compile(r"\n\s*ELSE\b")


def rebuild_documents() -> list[str]:
    """Write every document anew, and delete those of what is gone; returns the entities. In a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_SOURCES)
        sources = cursor.fetchall()
        for table, entity, body in sources:
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"LOCK TABLE {quoted} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(_STALE.format(table=quoted), [entity])
            cursor.execute(_insert_of(body).replace("new_rows", quoted))
    return [entity for _table, entity, _body in sources]


def _insert_of(body: str) -> str:
    """What the trigger does with new rows."""
    return _OTHERWISE.split(body.partition("IF TG_OP = 'INSERT' THEN")[2])[0].strip()
