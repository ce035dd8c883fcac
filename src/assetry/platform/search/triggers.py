"""Search documents in migrations: a table whose rows are found by an expression over their own columns."""

from django.db.migrations.operations import RunSQL


def searchable(table: str, entity: str, expression: str, columns: tuple[str, ...]) -> RunSQL:
    """Keep one document a row of `table`: `expression` over `r` (the row), when one of `columns` changed."""
    changed = " OR ".join(f"n.{column} IS DISTINCT FROM o.{column}" for column in columns)
    insert = f"""
        INSERT INTO public.search_searchdocument (entity, object_id, text)
        SELECT '{entity}', r.id, lower({expression}) FROM %s
        ON CONFLICT (entity, object_id) DO UPDATE SET text = excluded.text"""
    body = f"""
        CREATE FUNCTION public.search_{entity}() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                {insert % "new_rows r"};
            ELSE
                {insert % f"(SELECT n.* FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE {changed}) r"};
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER search_{entity}_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION public.search_{entity}();
        CREATE TRIGGER search_{entity}_update AFTER UPDATE ON {table}
            REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION public.search_{entity}();
    """
    reverse = f"""
        DROP TRIGGER search_{entity}_insert ON {table};
        DROP TRIGGER search_{entity}_update ON {table};
        DROP FUNCTION public.search_{entity}();
    """
    return RunSQL(body, reverse)


# The words of a row's custom fields: what they hold as text, whatever the field is called.
CUSTOM_WORDS = (
    "CASE WHEN r.custom = '{}' THEN NULL ELSE (SELECT string_agg(c.value #>> '{}', ' ')"
    " FROM jsonb_each(r.custom) c WHERE jsonb_typeof(c.value) = 'string') END"
)


def words_of(columns: tuple[str, ...], further: str = "NULL") -> str:
    """The columns, a further expression and the words of custom fields, of a row `r`."""
    return f"concat_ws(' ', {', '.join(f'r.{column}' for column in columns)}, {further}, {CUSTOM_WORDS})"


def searchable_again(
    table: str, entity: str, columns: tuple[str, ...], further: str = "NULL", watched: tuple[str, ...] = ()
) -> RunSQL:
    """The same by `words_of`; `further` reads the `watched` columns.

    Also for an entity that was searchable before, by other words; what is there is written anew.
    """
    words = words_of(columns, further)
    made = searchable(table, entity, words, (*columns, *watched, "custom"))
    gone = f"""
        DROP TRIGGER IF EXISTS search_{entity}_insert ON {table};
        DROP TRIGGER IF EXISTS search_{entity}_update ON {table};
        DROP FUNCTION IF EXISTS public.search_{entity}();
    """
    fill = f"""
        INSERT INTO public.search_searchdocument AS d (entity, object_id, text)
        SELECT '{entity}', r.id, lower({words}) FROM {table} r
        ON CONFLICT (entity, object_id) DO UPDATE SET text = excluded.text WHERE d.text <> excluded.text;
    """
    return RunSQL([gone, str(made.sql), fill], RunSQL.noop)
