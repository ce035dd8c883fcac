"""The trail's tables, functions and guards; then everything that was there before becomes trailed."""

from datetime import UTC, datetime
from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


def make_trail(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for name in ("tables", "functions", "guards"):
            cursor.execute((SQL / f"{name}.sql").read_text())


def catch_up(apps, schema_editor):
    from assetry.platform.audit.install import install

    install(schema_editor.connection, today=datetime.now(UTC).date())


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.RunPython(make_trail),
        migrations.RunPython(catch_up),
    ]
