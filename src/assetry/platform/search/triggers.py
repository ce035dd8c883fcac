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
