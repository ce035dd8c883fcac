"""SQL of migrations: how a table's rows come to be among what ends. docs/recipes/register-an-ending.md."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.migrations.operations import RunSQL

_FUNCTION = "RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$"
_COLUMNS = (
    "what, entity, object_id, public_id, company_id, ends_on, decide_by,"
    " cost_amount, cost_currency, owner_id, supplier_id"
)
_KEPT = tuple(_COLUMNS.replace(" ", "").split(",")[3:])


@dataclass(frozen=True, kw_only=True)
class Source:
    """A table whose rows end. Every expression is SQL over `r`, its row, and what `join` adds.

    `key` is its primary key, which is also the object's; `watched` are the columns that the expressions read of `r`.
    A row whose `ends` is NULL, or for which `alive` is not true, does not end.
    """

    what: str
    entity: str
    table: str
    watched: tuple[str, ...]
    ends: str
    decide_by: str = "NULL::date"
    cost: str = "NULL::numeric"
    currency: str = "''"
    owner: str = "NULL::bigint"
    supplier: str = "NULL::bigint"
    company: str = "r.company_id"
    public_id: str = "r.public_id"
    alive: str = "true"
    key: str = "id"
    join: str = ""

    def refresh(self, rows: str) -> str:
        """Two statements that bring the ends of `rows` (an SQL expression for a table) in step."""
        return f"""
            DELETE FROM public.contracts_ending e USING {rows} r {self.join}
            WHERE e.what = '{self.what}' AND e.object_id = r.{self.key}
                AND ({self.alive} AND ({self.ends}) IS NOT NULL) IS NOT TRUE;
            {self.insert(rows)}"""

    def insert(self, rows: str) -> str:
        """One statement that writes the ends of `rows`."""
        kept = ", ".join(f"{column} = excluded.{column}" for column in _KEPT)
        return f"""
            INSERT INTO public.contracts_ending ({_COLUMNS})
            SELECT '{self.what}', '{self.entity}', r.{self.key}, {self.public_id}, {self.company}, {self.ends},
                {self.decide_by}, {self.cost}, coalesce({self.currency}, ''), {self.owner}, {self.supplier}
            FROM {rows} r {self.join}
            WHERE {self.alive} AND ({self.ends}) IS NOT NULL
            ON CONFLICT (object_id, what) DO UPDATE SET {kept};"""

    def differences(self) -> str:
        """A query for the keys of the objects whose ends are not what their rows say."""
        return f"""
            SELECT coalesce(s.key, e.object_id) FROM (
                SELECT r.{self.key} AS key, ({self.ends}) AS ends_on, ({self.decide_by}) AS decide_by
                FROM public.{self.table} r {self.join} WHERE {self.alive} AND ({self.ends}) IS NOT NULL
            ) s FULL JOIN (SELECT * FROM public.contracts_ending WHERE what = '{self.what}') e ON e.object_id = s.key
            WHERE (s.ends_on, s.decide_by) IS DISTINCT FROM (e.ends_on, e.decide_by)"""


def ends(source: Source) -> RunSQL:
    """Keep the ends of a table's rows from now on, and those of the rows that are there."""
    name, table, key = f"ending_{source.what}", source.table, source.key
    changed = _changed(source.watched, key)
    body = f"""
        CREATE FUNCTION public.contracts_{name}() {_FUNCTION}
        BEGIN
            IF TG_OP = 'INSERT' THEN
                {source.insert("new_rows")}
            ELSIF TG_OP = 'DELETE' THEN
                DELETE FROM public.contracts_ending
                WHERE what = '{source.what}' AND object_id IN (SELECT {key} FROM old_rows);
            ELSIF 0 < (SELECT count(*) FROM {changed} c) THEN
                {source.refresh(changed)}
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER {name}_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION public.contracts_{name}();
        {_on_update(name, table)}
        CREATE TRIGGER {name}_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
            FOR EACH STATEMENT EXECUTE FUNCTION public.contracts_{name}();
    """
    drops = "".join(f"DROP TRIGGER {name}_{act} ON {table};" for act in ("insert", "update", "delete"))
    return RunSQL([body, source.insert(table)], f"{drops} DROP FUNCTION public.contracts_{name}();")


def ends_again(source: Source) -> RunSQL:
    """The same for a source that became another one since its table's `ends`."""
    made = ends(source)
    return RunSQL([str(made.reverse_sql), *made.sql], RunSQL.noop)


def ends_follow(
    table: str, watched: tuple[str, ...], sources: Sequence[Source], *, name: str, by: str = ""
) -> RunSQL:
    """Keep ends that read another table's columns: `sources` have its key as theirs, or in the column `by`."""
    changed, followed = _changed(watched, "id"), _followed(watched, sources, by)
    body = f"""
        CREATE FUNCTION public.contracts_{name}() {_FUNCTION}
        BEGIN
            IF 0 < (SELECT count(*) FROM {changed} c) THEN {followed} END IF;
            RETURN NULL;
        END $$;
        {_on_update(name, table)}
    """
    return RunSQL(body, f"DROP TRIGGER {name}_update ON {table}; DROP FUNCTION public.contracts_{name}();")


def ends_in_one_pass(
    table: str, sources: Sequence[Source], following: Sequence[tuple[str, tuple[str, ...], Sequence[Source]]]
) -> RunSQL:
    """Let one trigger keep what `ends` and `ends_follow` (its name, watched, sources) keep when a table's rows change.

    Each trigger compares all rows before with all rows after; one comparison serves all of them.
    """
    kept = [
        (source.what, source.watched, source.refresh(_changed(source.watched, "id"))) for source in sources
    ]
    kept += [(name, watched, _followed(watched, of)) for name, watched, of in following]
    flags = [f"does_{number}" for number in range(len(kept))]
    seen = ", ".join(f"coalesce(bool_or({_differs(watched)}), false)" for _name, watched, _refresh in kept)
    acts = "".join(
        f"IF {flag} THEN {refresh} END IF;"
        for flag, (_name, _watched, refresh) in zip(flags, kept, strict=True)
    )
    body = f"""
        CREATE FUNCTION public.contracts_ending_all_{table}() {_FUNCTION}
        DECLARE {"".join(f"{flag} boolean; " for flag in flags)}
        BEGIN
            SELECT {seen} INTO {", ".join(flags)} FROM new_rows n JOIN old_rows o ON o.id = n.id;
            {acts}
            RETURN NULL;
        END $$;
        {"".join(f"DROP TRIGGER ending_{name}_update ON {table};" for name, *_rest in kept)}
        {_on_update(f"ending_all_{table}", table)}
    """
    apart = "".join(_on_update(f"ending_{name}", table) for name, *_rest in kept)
    drops = f"DROP TRIGGER ending_all_{table}_update ON {table}; DROP FUNCTION public.contracts_ending_all_{table}();"
    return RunSQL(body, f"{drops} {apart}")


def _followed(watched: tuple[str, ...], sources: Sequence[Source], by: str = "") -> str:
    """The statements that bring the ends of sources in step that name a changed row of another table."""
    changed = _changed(watched, "id")
    return "".join(
        source.refresh(
            f"(SELECT s.* FROM public.{source.table} s WHERE s.{by or source.key} IN (SELECT id FROM {changed} c))"
        )
        for source in sources
    )


def _changed(watched: tuple[str, ...], key: str) -> str:
    return f"(SELECT n.* FROM new_rows n JOIN old_rows o ON o.{key} = n.{key} WHERE {_differs(watched)})"


def _differs(watched: tuple[str, ...]) -> str:
    return " OR ".join(f"n.{column} IS DISTINCT FROM o.{column}" for column in watched)


def _on_update(name: str, table: str) -> str:
    return f"""
        CREATE TRIGGER {name}_update AFTER UPDATE ON {table}
            REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION public.contracts_{name}();"""
