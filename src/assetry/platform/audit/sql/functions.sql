-- The trail's functions, replaced at every migrate. All are schema-qualified with a pinned search_path.
-- SQLSTATEs: see assetry/platform/audit/refusals.py.

-- Refusals -----------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION public.audit_refuse_unsigned(p_table text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'No audit event is open for this change of %.', p_table
        USING ERRCODE = 'TR001', TABLE = p_table, HINT = 'Change data inside an operation, or under signed().';
END $$;

CREATE OR REPLACE FUNCTION public.audit_refuse_outside(p_table text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'A changed row of % lies outside what the audit event may touch.', p_table
        USING ERRCODE = 'TR002', TABLE = p_table;
END $$;

CREATE OR REPLACE FUNCTION public.audit_refuse_key(p_table text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'The primary key of % never changes.', p_table USING ERRCODE = 'TR003', TABLE = p_table;
END $$;

CREATE OR REPLACE FUNCTION public.audit_refuse_truncate() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% cannot be truncated: that would leave no trail.', TG_TABLE_NAME
        USING ERRCODE = 'TR004', TABLE = TG_TABLE_NAME;
END $$;

CREATE OR REPLACE FUNCTION public.audit_refuse_rewrite() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'TR005', TABLE = TG_TABLE_NAME;
END $$;

-- An event may only gain companies, and only inside its own transaction (audit_admit_company).
CREATE OR REPLACE FUNCTION public.audit_guard_event() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_widened public.audit_event := OLD;
BEGIN
    v_widened.company_ids := NEW.company_ids;
    IF OLD.xid = pg_current_xact_id() AND OLD.recorded_at = transaction_timestamp()
       AND NEW = v_widened AND NEW.company_ids @> OLD.company_ids THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit_event is append-only: UPDATE is refused.' USING ERRCODE = 'TR005', TABLE = 'audit_event';
END $$;

-- A personal value may only go when a change of this very transaction says so (audit_erase_values).
CREATE OR REPLACE FUNCTION public.audit_guard_personal() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_now timestamptz := transaction_timestamp();
BEGIN
    PERFORM FROM public.audit_change c JOIN public.audit_event e ON e.id = c.event_id AND e.recorded_at = v_now
    WHERE c.subject_table = 'audit_personal' AND c.subject_id = OLD.change_id AND c.table_name = 'audit_personal'
      AND c.action = 'D'
      AND c.recorded_at = v_now AND e.xid = pg_current_xact_id();
    IF FOUND THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit_personal is append-only: DELETE is refused.' USING ERRCODE = 'TR005', TABLE = 'audit_personal';
END $$;

-- Events -------------------------------------------------------------------------------------------------

-- The event that this transaction may write under, or NULLs. The time is a variable and the plan a custom one,
-- so that one partition is planned, not all of them.
CREATE OR REPLACE FUNCTION public.audit_find_event(p_event bigint) RETURNS public.audit_event
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    v_event public.audit_event;
    v_now timestamptz := transaction_timestamp();
BEGIN
    IF p_event IS NOT NULL THEN
        SELECT * INTO v_event FROM public.audit_event e
        WHERE e.id = p_event AND e.recorded_at = v_now AND e.xid = pg_current_xact_id_if_assigned();
    END IF;
    RETURN v_event;
END $$;

CREATE OR REPLACE FUNCTION public.audit_current_event() RETURNS public.audit_event
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.audit_find_event(nullif(current_setting('assetry.event', true), '')::bigint)
$$;

-- Writes the event, never wider than the one it is opened in, and sets it for the transaction.
CREATE OR REPLACE FUNCTION public.audit_write_event(
    p_intent text, p_actor bigint, p_door text, p_request uuid, p_effective timestamptz, p_note text,
    p_companies integer[], p_all boolean, p_shared boolean, p_access boolean
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_parent public.audit_event := public.audit_current_event();
    v_id bigint;
BEGIN
    IF v_parent.id IS NOT NULL THEN
        IF p_all THEN
            p_companies := v_parent.company_ids;
        ELSIF NOT v_parent.all_companies THEN
            p_companies := ARRAY(SELECT c FROM unnest(p_companies) c WHERE c = ANY (v_parent.company_ids));
        END IF;
        p_all := p_all AND v_parent.all_companies;
        p_shared := p_shared AND v_parent.shared;
        p_access := p_access AND v_parent.manages_access;
    END IF;
    INSERT INTO public.audit_event (
        recorded_at, effective_at, xid, epoch, parent_id, intent, actor_id, door, request_id,
        company_ids, all_companies, shared, manages_access, note
    ) VALUES (
        transaction_timestamp(), coalesce(p_effective, transaction_timestamp()), pg_current_xact_id(),
        (SELECT max(number) FROM public.audit_epoch), v_parent.id, p_intent, p_actor, p_door, p_request,
        p_companies, p_all, p_shared, p_access, coalesce(p_note, '')
    ) RETURNING id INTO v_id;
    PERFORM set_config('assetry.event', v_id::text, true);
    RETURN v_id;
END $$;

-- The application's only way to an event: who acts is checked, and what they may touch is read, here.
CREATE OR REPLACE FUNCTION public.audit_open_event(
    p_intent text, p_actor bigint, p_door text, p_request uuid, p_effective timestamptz, p_note text
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_companies integer[];
    v_shared boolean;
    v_access boolean;
BEGIN
    PERFORM FROM public.accounts_user u WHERE u.id = p_actor AND u.is_active;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'An audit event needs an active account, not %.', coalesce(p_actor::text, 'nobody')
            USING ERRCODE = 'TR006';
    END IF;
    SELECT coalesce(array_agg(DISTINCT c.company) FILTER (WHERE c.company IS NOT NULL), '{}'),
           coalesce(bool_or(g.permission = 'catalog.manage'), false),
           coalesce(bool_or(g.permission = 'access.manage'), false)
    INTO v_companies, v_shared, v_access
    FROM public.permissions_compiledgrant g
    LEFT JOIN LATERAL unnest(g.company_ids) AS c (company) ON g.writes
    WHERE g.user_id = p_actor;
    RETURN public.audit_write_event(
        p_intent, p_actor, p_door, p_request, p_effective, p_note, v_companies, false, v_shared, v_access
    );
END $$;

-- For migrations, tests and the first account: the owner's own, nobody is asked.
CREATE OR REPLACE FUNCTION public.audit_open_system_event(p_intent text, p_door text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.audit_write_event(p_intent, NULL, p_door, NULL, NULL, '', '{}', true, true, true)
$$;

CREATE OR REPLACE FUNCTION public.audit_close_event(p_event bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_event public.audit_event := public.audit_current_event();
BEGIN
    IF v_event.id IS DISTINCT FROM p_event THEN
        RAISE EXCEPTION 'Event % is to be closed, but % is open.', p_event, coalesce(v_event.id::text, 'none')
            USING ERRCODE = 'TR007';
    END IF;
    PERFORM set_config('assetry.event', coalesce(v_event.parent_id::text, ''), true);
END $$;

-- A company made by this very transaction (its INSERT is in the trail, so it passed the wall) joins the open
-- event and the events around it, so that rows inside it can follow.
CREATE OR REPLACE FUNCTION public.audit_admit_company(p_company integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_event public.audit_event := public.audit_current_event();
    v_now timestamptz := transaction_timestamp();
BEGIN
    IF v_event.id IS NULL THEN
        PERFORM public.audit_refuse_unsigned('organization_company');
    END IF;
    PERFORM FROM public.audit_change c JOIN public.audit_event e ON e.id = c.event_id AND e.recorded_at = v_now
    WHERE c.subject_table = 'organization_company' AND c.subject_id = p_company AND c.row_id = p_company
      AND c.table_name = 'organization_company' AND c.action = 'I' AND c.recorded_at = v_now
      AND e.xid = pg_current_xact_id();
    IF NOT FOUND THEN
        PERFORM public.audit_refuse_outside('organization_company');
    END IF;
    WITH RECURSIVE open (id, parent_id) AS (
        SELECT v_event.id, v_event.parent_id
        UNION ALL
        SELECT e.id, e.parent_id FROM open o JOIN public.audit_event e ON e.id = o.parent_id AND e.recorded_at = v_now
    )
    UPDATE public.audit_event e SET company_ids = e.company_ids || p_company
    FROM open o
    WHERE e.id = o.id AND e.recorded_at = v_now AND NOT e.all_companies AND NOT p_company = ANY (e.company_ids);
END $$;

-- Personal values ----------------------------------------------------------------------------------------

-- JSON text holds no line feed, so that the two parts cannot be taken for others. Without a SET, so that it is inlined.
CREATE OR REPLACE FUNCTION public.audit_personal_digest(p_salt bytea, p_before json, p_after json) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT sha256(p_salt || convert_to(coalesce(p_before::text, '') || E'\n' || coalesce(p_after::text, ''), 'UTF8'))
$$;

-- Partitions ---------------------------------------------------------------------------------------------

-- Makes the missing months from p_from to p_to (both inclusive) and returns how many; for the owner.
CREATE OR REPLACE FUNCTION public.audit_ensure_partitions(p_from date, p_to date) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' AS $$
DECLARE
    v_month date;
    v_parent text;
    v_name text;
    v_grantee regrole;
    v_made integer := 0;
BEGIN
    FOR v_month IN SELECT generate_series(date_trunc('month', p_from), p_to, interval '1 month')::date LOOP
        FOREACH v_parent IN ARRAY ARRAY['audit_event', 'audit_change', 'audit_personal'] LOOP
            v_name := format('public.%I', v_parent || to_char(v_month, '"_y"YYYY"m"MM'));
            CONTINUE WHEN to_regclass(v_name) IS NOT NULL;
            EXECUTE format('CREATE TABLE %s PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
                v_name, v_parent, v_month::timestamptz, (v_month + interval '1 month')::timestamptz);
            EXECUTE format('CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON %s
                FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse_truncate()', v_name);
            -- Default rights let the application write new tables: not these.
            FOR v_grantee IN SELECT DISTINCT a.grantee::regrole FROM pg_class c, aclexplode(c.relacl) a
                             WHERE c.oid = v_name::regclass AND a.grantee <> c.relowner AND a.grantee <> 0 LOOP
                EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %s FROM %s', v_name, v_grantee);
            END LOOP;
            v_made := v_made + 1;
        END LOOP;
    END LOOP;
    RETURN v_made;
END $$;

-- The months to come, made by the application's worker: no other table, and no waiting behind a long reader.
CREATE OR REPLACE FUNCTION public.audit_make_months() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' SET "TimeZone" = 'UTC' AS $$
    SELECT public.audit_ensure_partitions(current_date, (current_date + interval '24 months')::date)
$$;

-- Rights -------------------------------------------------------------------------------------------------

-- What the application's role may do: read and write rows, but not define anything, nor write the trail.
CREATE OR REPLACE FUNCTION public.audit_grant_rights(p_role name) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_object regclass;
    v_function regprocedure;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', p_role);
    EXECUTE format('REVOKE CREATE ON SCHEMA public FROM PUBLIC, %I', p_role);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', p_role);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO %I', p_role);
    FOR v_object IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace
                    AND relowner = current_user::regrole AND relkind = 'S' LOOP
        EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %s TO %I', v_object, p_role);
    END LOOP;
    FOR v_object IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace
                    AND relowner = current_user::regrole AND relkind IN ('r', 'p', 'v', 'm') LOOP
        IF v_object::text ~ '^(public\.)?"?(audit_(event|change|personal|epoch|seal|head)|django_migrations$)' THEN
            EXECUTE format('REVOKE ALL ON %s FROM %I', v_object, p_role);
            EXECUTE format('GRANT SELECT ON %s TO %I', v_object, p_role);
        ELSE
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %I', v_object, p_role);
        END IF;
    END LOOP;
    FOR v_function IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace
                      AND proowner = current_user::regrole AND proname LIKE 'audit\_%' LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, %I', v_function, p_role);
    END LOOP;
    EXECUTE format('GRANT EXECUTE ON FUNCTION public.audit_open_event(text, bigint, text, uuid, timestamptz, text),
        public.audit_close_event(bigint), public.audit_admit_company(integer), public.audit_seal_events(integer),
        public.audit_note_head(text, bigint),
        public.audit_make_months(),
        public.audit_erase_values(text, bigint), public.audit_event_digest(public.audit_event),
        public.audit_change_digest(public.audit_change), public.audit_leaf(bigint, timestamptz, bytea),
        public.audit_seal_hash(bytea, integer, timestamptz, xid8, xid8, timestamptz, bigint, bigint, bytea, bytea),
        public.audit_personal_digest(bytea, json, json) TO %I', p_role);
END $$;
