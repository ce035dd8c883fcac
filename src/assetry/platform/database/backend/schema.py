"""A schema editor that installs the trail on a table after each of its changes, not at a migration's end.

What RunPython writes in the same migration is trailed too, and a renamed column never meets old trigger code.
"""

from typing import Any

from django.db import models
from django.db.backends.postgresql import schema

from assetry.platform.audit.install import install_trail, remove_function

type AnyField = models.Field[Any, Any]


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Django's, with the trail."""

    def create_model(self, model: type[models.Model]) -> None:
        """Create the table, trailed as declared."""
        super().create_model(model)
        self._install_trail(model._meta.db_table)

    def delete_model(self, model: type[models.Model]) -> None:
        """Drop the table and its trigger function."""
        super().delete_model(model)
        self._remove_trail(model._meta.db_table)

    def alter_db_table(self, model: type[models.Model], old_db_table: str, new_db_table: str) -> None:
        """Rename the table: its rows are written under the new name from now on."""
        super().alter_db_table(model, old_db_table, new_db_table)
        self._install_trail(new_db_table)
        if old_db_table != new_db_table:
            self._remove_trail(old_db_table)

    def add_field(self, model: type[models.Model], field: AnyField) -> None:
        """Add the column and trail it."""
        super().add_field(model, field)
        self._install_trail(model._meta.db_table)

    def remove_field(self, model: type[models.Model], field: AnyField) -> None:
        """Drop the column and forget it."""
        super().remove_field(model, field)
        self._install_trail(model._meta.db_table)

    def alter_field(
        self,
        model: type[models.Model],
        old_field: AnyField,
        new_field: AnyField,
        strict: bool = False,
    ) -> None:
        """Change or rename the column."""
        super().alter_field(model, old_field, new_field, strict)
        self._install_trail(model._meta.db_table)

    def _install_trail(self, table: str) -> None:
        if not self.collect_sql:
            with self.connection.cursor() as cursor:
                install_trail(cursor, table)

    def _remove_trail(self, table: str) -> None:
        if not self.collect_sql:
            with self.connection.cursor() as cursor:
                remove_function(cursor, table)
