"""Two indexes of the words: one for the entity with most rows, one for all others."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations
from django.db.models import Q

from assetry.platform.search.models import MOST_ROWS


class Migration(migrations.Migration):
    """Made before the one of everything goes, so that search is never without."""

    dependencies = [("search", "0001_initial")]
    operations = [
        migrations.AddIndex(
            model_name="searchdocument",
            index=GinIndex(
                OpClass("text", name="gin_trgm_ops"),
                name="searchdocument_most",
                condition=Q(entity=MOST_ROWS),
            ),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=GinIndex(
                OpClass("text", name="gin_trgm_ops"),
                name="searchdocument_rest",
                condition=~Q(entity=MOST_ROWS),
            ),
        ),
        migrations.RemoveIndex(model_name="searchdocument", name="searchdocument_text"),
    ]
