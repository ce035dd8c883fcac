"""Whether a change concerns endings is counted: for EXISTS all rows of a large change were compared each with each."""

from django.db import migrations

COUNT = """
    DO $$
    DECLARE definition text;
    BEGIN
        FOR definition IN
            SELECT pg_catalog.pg_get_functiondef(p.oid) FROM pg_catalog.pg_proc p
            WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'contracts\\_ending\\_%'
                AND pg_catalog.strpos(p.prosrc, 'EXISTS (SELECT FROM (SELECT n.*') > 0
        LOOP
            EXECUTE pg_catalog.replace(
                definition, 'EXISTS (SELECT FROM (SELECT n.*', '0 < (SELECT count(*) FROM (SELECT n.*'
            );
        END LOOP;
    END $$
"""


class Migration(migrations.Migration):
    """The functions keep their names; what they write does not change."""

    dependencies = [("contracts", "0009_release_ends")]
    operations = [migrations.RunSQL(COUNT, migrations.RunSQL.noop)]
