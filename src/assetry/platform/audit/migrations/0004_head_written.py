"""Which head was written to the file of which data folder: a file that is taken away or put back shows."""

from django.db import migrations

FORWARD = """
CREATE TABLE public.audit_head (
    place text PRIMARY KEY,
    seal bigint NOT NULL,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_events_by_time")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE public.audit_head")]
