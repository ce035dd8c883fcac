"""Tags are unique whatever their letters' case, and so are those that were replaced."""

from typing import Any

from django.db import migrations, models

from assetry.domain.assets.tag_index import FUNCTION, TagKey, make_tags_unique
from assetry.platform.audit.signed import signed

_OLD_TAGS = """
    UPDATE assets_assetidentifier AS i SET value_key = public.assets_tag_key(i.value_key)
    WHERE i.scheme = 'old_tag' AND i.value_key <> public.assets_tag_key(i.value_key)
      AND i.id = (SELECT min(same.id) FROM assets_assetidentifier same
                  WHERE same.asset_id = i.asset_id AND same.scheme = 'old_tag'
                    AND public.assets_tag_key(same.value_key) = public.assets_tag_key(i.value_key))
      AND NOT EXISTS (SELECT FROM assets_assetidentifier same
                      WHERE same.asset_id = i.asset_id AND same.scheme = 'old_tag'
                        AND same.value_key = public.assets_tag_key(i.value_key))
"""


def fold(_apps: Any, schema_editor: Any) -> None:
    """The index, then the keys of old tags under a system event."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE public.assets_asset DROP CONSTRAINT IF EXISTS asset_tag_unique")
        make_tags_unique(cursor)
    with signed("migration:assets.old_tags", using=connection.alias), connection.cursor() as cursor:
        cursor.execute(_OLD_TAGS)


class Migration(migrations.Migration):
    """An index takes the place of the constraint, under its name."""

    dependencies = [("assets", "0018_twelve_indexes"), ("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(fold)],
            state_operations=[
                migrations.RemoveConstraint("asset", "asset_tag_unique"),
                migrations.AddConstraint(
                    "asset", models.UniqueConstraint("company", TagKey("asset_tag"), name="asset_tag_unique")
                ),
            ],
        ),
    ]
