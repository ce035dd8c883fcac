"""Extensions of PostgreSQL that the schema needs; both are trusted, so the database's owner may make them."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Exclusion constraints over (id, period), and search inside of words."""

    initial = True
    dependencies = []
    operations = [BtreeGistExtension(), TrigramExtension()]
