"""What the sealer needs: leaves in each seal, an epoch's mark, events by transaction, values that can be erased."""

from django.db import migrations

FORWARD = """
ALTER TABLE public.audit_epoch ADD COLUMN mark xid8 NOT NULL DEFAULT '0';

-- A leaf is 32 bytes a row: id, time and the first half of the content's SHA-256; compressing gains nothing.
ALTER TABLE public.audit_seal
    ADD COLUMN since xid8 NOT NULL,
    ADD COLUMN event_leaves bytea NOT NULL,
    ADD COLUMN change_leaves bytea NOT NULL,
    ADD CONSTRAINT audit_seal_previous_key UNIQUE (previous);
ALTER TABLE public.audit_seal ALTER COLUMN event_leaves SET STORAGE EXTERNAL;
ALTER TABLE public.audit_seal ALTER COLUMN change_leaves SET STORAGE EXTERNAL;

CREATE INDEX audit_event_xid ON public.audit_event (epoch, xid);

DROP TRIGGER audit_append_only ON public.audit_personal;
CREATE TRIGGER audit_append_only BEFORE UPDATE ON public.audit_personal
    FOR EACH ROW EXECUTE FUNCTION public.audit_refuse_rewrite();
CREATE TRIGGER audit_erase_only BEFORE DELETE ON public.audit_personal
    FOR EACH ROW EXECUTE FUNCTION public.audit_guard_personal();
"""

BACKWARD = """
DROP TRIGGER audit_erase_only ON public.audit_personal;
DROP TRIGGER audit_append_only ON public.audit_personal;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON public.audit_personal
    FOR EACH ROW EXECUTE FUNCTION public.audit_refuse_rewrite();
DROP INDEX public.audit_event_xid;
ALTER TABLE public.audit_seal DROP CONSTRAINT audit_seal_previous_key,
    DROP COLUMN since, DROP COLUMN event_leaves, DROP COLUMN change_leaves;
ALTER TABLE public.audit_epoch DROP COLUMN mark;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
