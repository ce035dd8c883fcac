-- The trail's own rows stay as they were written, whoever asks (the owner has to drop these triggers first).
CREATE TRIGGER audit_widen_only BEFORE UPDATE ON public.audit_event
    FOR EACH ROW EXECUTE FUNCTION public.audit_guard_event();
CREATE TRIGGER audit_append_only BEFORE DELETE ON public.audit_event
    FOR EACH ROW EXECUTE FUNCTION public.audit_refuse_rewrite();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON public.audit_change
    FOR EACH ROW EXECUTE FUNCTION public.audit_refuse_rewrite();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON public.audit_personal
    FOR EACH ROW EXECUTE FUNCTION public.audit_refuse_rewrite();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON public.audit_epoch
    FOR EACH ROW EXECUTE FUNCTION public.audit_refuse_rewrite();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON public.audit_seal
    FOR EACH ROW EXECUTE FUNCTION public.audit_refuse_rewrite();

CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON public.audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse_truncate();
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON public.audit_change
    FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse_truncate();
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON public.audit_personal
    FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse_truncate();
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON public.audit_epoch
    FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse_truncate();
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON public.audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse_truncate();
