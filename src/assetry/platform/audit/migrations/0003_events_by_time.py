"""The activity log reads events by when they were recorded."""

from django.db import migrations

FORWARD = "CREATE INDEX audit_event_recorded ON public.audit_event (recorded_at, id)"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_sealing")]
    operations = [migrations.RunSQL(FORWARD, "DROP INDEX public.audit_event_recorded")]
