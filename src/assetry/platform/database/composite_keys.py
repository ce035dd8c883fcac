"""Composite foreign keys in migrations: Django has none, and ours keep a row inside its company."""

from django.db.migrations.operations import RunSQL


def composite_foreign_key(
    table: str,
    columns: tuple[str, ...],
    to_table: str,
    to_columns: tuple[str, ...],
    *,
    on_update_cascade: bool = False,
) -> RunSQL:
    """A foreign key over several columns (MATCH SIMPLE: not checked while one of them is NULL).

    Deferred to the end of the transaction, as Django's own are. Reversible.
    """
    name = f"{table}_{columns[0]}_fk"[:63]
    cascade = " ON UPDATE CASCADE" if on_update_cascade else ""
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({', '.join(columns)})"
        f" REFERENCES {to_table} ({', '.join(to_columns)}){cascade} DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def same_company(table: str, column: str, to_table: str) -> RunSQL:
    """The row that `column` names belongs to the same company."""
    return composite_foreign_key(table, (column, "company_id"), to_table, ("id", "company_id"))
