"""How one table's changed rows become trail rows: the INSERT … SELECT statements of its trigger function.

Values are put together as JSON text (`concat_ws` skips the columns that did not change, being NULL) and parsed
once: on a wide table that is several times cheaper than building and subtracting whole JSON objects.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import batched

from django.core.exceptions import ImproperlyConfigured

from assetry.platform.audit.shapes import Column, Shape
from assetry.platform.audit.tables import COMPANY, Trailed, Wall

# What stands in the place of a value: a secret one is never stored, a personal one lies in audit_personal.
SECRET = '{"secret": true}'
PERSONAL = '{"personal": true}'

_WRITE = """\
INSERT INTO public.audit_change (
            event_id, recorded_at, row_id, subject_id, company_id, action, table_name, subject_table, before, after)
        SELECT v_event.id, v_event.recorded_at, {facts}, {before}, {after} FROM {source};"""

_WRITE_PERSONAL = """\
WITH made AS MATERIALIZED (
            SELECT m.*, nextval('public.audit_change_id_seq') AS id,
                ('{{' || m.personal_before || '}}')::json AS kept_before,
                ('{{' || m.personal_after || '}}')::json AS kept_after,
                CASE WHEN coalesce(m.personal_before, '') || coalesce(m.personal_after, '') <> ''
                     THEN uuid_send(gen_random_uuid()) END AS salt
            FROM {source}
        ), kept AS (
            INSERT INTO public.audit_personal (change_id, recorded_at, salt, before, after)
            SELECT m.id, v_event.recorded_at, m.salt, m.kept_before, m.kept_after FROM made m WHERE m.salt IS NOT NULL
        )
        INSERT INTO public.audit_change (
            event_id, recorded_at, row_id, subject_id, company_id, action, table_name, subject_table, before, after,
            id, personal_digest)
        SELECT v_event.id, v_event.recorded_at, {facts}, {before}, {after}, m.id,
            CASE WHEN m.salt IS NOT NULL THEN public.audit_personal_digest(m.salt, m.kept_before, m.kept_after) END
        FROM made m;"""

_MAXIMUM_ARGUMENTS = 90  # of a function call; PostgreSQL takes 100


def quote(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True)
class TableWriting:
    """The parts of one table's trigger function; `n` and `o` are its new and old rows."""

    declared: Trailed
    shape: Shape

    @property
    def key(self) -> str:
        """The key as an identifier. Raises ImproperlyConfigured: the trail names rows by one integer."""
        if self.shape.key is None:
            raise ImproperlyConfigured(f"{self.shape.table} needs an integer primary key to be trailed.")
        return quote(self.shape.key)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns whose changes are written."""
        return tuple(column for column in self.shape.columns if column.name not in self.declared.mirrors)

    @property
    def pairs(self) -> str:
        """Each new row beside its old one; there is none when the key changed."""
        return f"new_rows n LEFT JOIN old_rows o ON o.{self.key} = n.{self.key}"

    @property
    def changed(self) -> str:
        """Whether some column differs."""
        return " OR ".join(_differs(column) for column in self.columns) or "false"

    def inside(self, rows: str) -> str:
        """What refuses rows that the event may not touch."""
        refused = f"PERFORM public.audit_refuse_outside({literal(self.shape.table)});"
        return f"IF EXISTS (SELECT FROM {rows} r WHERE NOT ({self._wall()})) THEN {refused} END IF;"

    def _wall(self) -> str:
        # A column that is not there yet admits nobody but the system.
        if self.declared.wall is Wall.SHARED:
            return "v_event.shared"
        if self.declared.wall is Wall.ACCOUNT:
            mine = self._test(self.declared.account_column, "= v_event.actor_id", "false")
            return f"v_event.manages_access OR {mine}"
        columns = [name for name in (COMPANY, self.declared.further_company) if name is not None]
        inside = [self._test(name, "= ANY (v_event.company_ids)", "v_event.shared") for name in columns]
        return f"v_event.all_companies OR {' AND '.join(inside)}"

    def insert(self) -> str:
        """What writes new rows: every value that is set."""
        return self._write("I", "new_rows n", "n", before="NULL", after=self._values("n"))

    def update(self) -> str:
        """What writes changed rows: the changed columns, before and after."""
        return self._write(
            "U",
            self.pairs,
            "n",
            before=self._differences("o"),
            after=self._differences("n"),
        )

    def delete(self) -> str:
        """What writes deleted rows: every value that was set."""
        return self._write("D", "old_rows o", "o", before=self._values("o"), after="NULL")

    def _test(self, column: str | None, test: str, when_null: str) -> str:
        if column not in self.shape.names or column is None:
            return "false"
        # A case, not a coalesce: `NULL = ANY ('{}')` is false, and a register without a company has no other list.
        name = f"r.{quote(column)}"
        return f"coalesce(CASE WHEN {name} IS NULL THEN {when_null} ELSE {name} {test} END, false)"

    def _values(self, row: str, *, personal: bool = False) -> str:
        return _joined(
            f"{_key(column)} || {self._json(column, row, personal=personal)}"
            for column in self.columns
            if not personal or column.name in self.declared.personal
        )

    def _differences(self, row: str, *, personal: bool = False) -> str:
        return _joined(
            f"CASE WHEN {_differs(column)} THEN {_key(column)} || "
            f"coalesce({self._json(column, row, personal=personal)}, 'null') END"
            for column in self.columns
            if not personal or column.name in self.declared.personal
        )

    def _json(self, column: Column, row: str, *, personal: bool) -> str:
        value = f"{row}.{quote(column.name)}"
        if column.name in self.declared.secret:
            return f"CASE WHEN {value} IS NOT NULL THEN {literal(SECRET)} END"
        if column.name in self.declared.personal and not personal:
            return f"CASE WHEN {value} IS NOT NULL THEN {literal(PERSONAL)} END"
        return f"{value}::text" if column.bare else f"to_json({value})::text"

    @property
    def _has_personal(self) -> bool:
        return any(column.name in self.declared.personal for column in self.columns)

    def _write(self, action: str, rows: str, row: str, *, before: str, after: str) -> str:
        key = f"{row}.{self.key}"
        if action == "U":
            refused = f"public.audit_refuse_key({literal(self.shape.table)})"
            key = f"CASE WHEN o.{self.key} IS NULL THEN {refused} ELSE {key} END"
        made = [
            f"{key} AS row_id",
            f"{self._subject(row)} AS subject_id",
            f"{self._company(row)} AS company_id",
        ]
        made += [f"{before} AS before", f"{after} AS after"]
        if self._named_table:
            made.append(f"{row}.{quote(self._named_table)} AS subject_table")
        if self._has_personal:
            made += self._personal(action, row)
        kept = " WHERE m.before <> ''" if action == "U" else ""
        # OFFSET 0 keeps the planner from computing the texts a second time for the condition.
        source = f"(SELECT {', '.join(made)} FROM {rows} OFFSET 0) m{kept}"
        template = _WRITE_PERSONAL if self._has_personal else _WRITE
        before, after = _parsed("m.before"), _parsed("m.after")
        return template.format(facts=self._facts(action), before=before, after=after, source=source)

    def _facts(self, action: str) -> str:
        table = literal(self.shape.table)
        subject_table = table
        if self.declared.subject in self.shape.names and self.declared.subject_table is not None:
            other = literal(self.declared.subject_table)
            subject_table = f"CASE WHEN m.subject_id IS NULL THEN {table} ELSE {other} END"
        elif self._named_table:
            subject_table = f"CASE WHEN m.subject_id IS NULL THEN {table} ELSE m.subject_table END"
        return (
            f"m.row_id, coalesce(m.subject_id, m.row_id), m.company_id, '{action}', {table}, {subject_table}"
        )

    def _subject(self, row: str) -> str:
        column = self.declared.subject
        return f"{row}.{quote(column)}" if column in self.shape.names and column else "NULL::bigint"

    @property
    def _named_table(self) -> str:
        """The column that names the subject's table; empty where the declaration does, or it is not there yet."""
        column = self.declared.subject_table_column
        return column if column and {column, self.declared.subject} <= self.shape.names else ""

    def _company(self, row: str) -> str:
        is_there = self.declared.wall is Wall.COMPANY and COMPANY in self.shape.names
        return f"{row}.{COMPANY}" if is_there else "NULL::integer"

    def _personal(self, action: str, row: str) -> list[str]:
        before = self._differences("o", personal=True) if action == "U" else self._values(row, personal=True)
        after = self._differences("n", personal=True) if action == "U" else self._values(row, personal=True)
        before, after = (
            ("NULL" if action == "I" else before),
            ("NULL" if action == "D" else after),
        )
        return [f"{before} AS personal_before", f"{after} AS personal_after"]


def _key(column: Column) -> str:
    return literal('"' + column.name + '":')


def _differs(column: Column) -> str:
    name = quote(column.name)
    if column.exact:
        return f"o.{name} IS DISTINCT FROM n.{name}"
    return f'o.{name}::text COLLATE "C" IS DISTINCT FROM n.{name}::text COLLATE "C"'


def _joined(parts: Iterable[str]) -> str:
    groups = [f"concat_ws(',', {', '.join(group)})" for group in batched(parts, _MAXIMUM_ARGUMENTS)]
    if len(groups) <= 1:
        return groups[0] if groups else "''"
    # An empty group must not leave a comma behind.
    return f"concat_ws(',', {', '.join(f"nullif({group}, '')" for group in groups)})"


def _parsed(text: str) -> str:
    return f"('{{' || {text} || '}}')::json"
