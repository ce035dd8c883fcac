"""Before an upgrade: the trail's functions first, since migrations and the triggers they make may need new ones."""

from typing import Any

from django.db import connections, transaction

from assetry.platform.audit.install import SQL


def install_before_migrate(*, using: str, **_kwargs: Any) -> None:
    """The receiver of `pre_migrate`; a database without the trail gets the functions by its first migration.

    They may name columns that the migrations are about to add: bodies are not looked at before they run.
    """
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.audit_change') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute("SET LOCAL check_function_bodies = off")
            cursor.execute((SQL / "functions.sql").read_text())
