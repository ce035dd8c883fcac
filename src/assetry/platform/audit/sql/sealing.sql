-- Sealing: the chain over events and changes that can change no more. Replaced at every migrate, after functions.sql.
-- Leaves, and the digests in them, are the same in audit_seal_events() and in sealing/verification.py by way of the
-- functions audit_event_digest() and audit_change_digest(), which are plain SQL so that the planner inlines them.
-- Whoever calls them pins TimeZone, DateStyle and bytea_output: the texts of times, rows and digests are hashed.

CREATE OR REPLACE FUNCTION public.audit_event_digest(e public.audit_event) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT substring(sha256(convert_to(ROW(
        e.effective_at, e.xid, e.parent_id, e.actor_id, e.request_id, e.epoch, e.all_companies, e.shared,
        e.manages_access, e.intent, e.door, e.note, e.company_ids)::text, 'UTF8')) FOR 16)
$$;

CREATE OR REPLACE FUNCTION public.audit_change_digest(c public.audit_change) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT substring(sha256(convert_to(ROW(
        c.event_id, c.row_id, c.subject_id, c.company_id, c.action, c.table_name, c.subject_table, c.before, c.after,
        c.personal_digest)::text, 'UTF8')) FOR 16)
$$;

-- A row's 32 bytes in its seal. Time and id stand apart, so that a moved row is told from an edited one.
CREATE OR REPLACE FUNCTION public.audit_leaf(p_id bigint, p_recorded_at timestamptz, p_digest bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT int8send(p_id) || timestamptz_send(p_recorded_at) || p_digest
$$;

CREATE OR REPLACE FUNCTION public.audit_seal_hash(
    p_previous bytea, p_epoch integer, p_opened_at timestamptz, p_since xid8, p_horizon xid8, p_sealed_at timestamptz,
    p_first bigint, p_last bigint, p_event_leaves bytea, p_change_leaves bytea
) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(p_previous || convert_to(ROW(
        p_epoch, p_opened_at, p_since, p_horizon, p_sealed_at, p_first, p_last, length(p_event_leaves),
        length(p_change_leaves))::text, 'UTF8') || p_event_leaves || p_change_leaves)
$$;

CREATE OR REPLACE FUNCTION public.audit_next_xid(p_xid xid8) RETURNS xid8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (p_xid::text::numeric + 1)::text::xid8
$$;

-- Chains the events of the newest epoch whose transactions are below p_horizon, at most about p_events of them (never
-- a part of a transaction). NULL when there is none. One at a time: the lock is held to the end of the transaction,
-- and no two seals can follow the same one (audit_seal_previous_key).
CREATE OR REPLACE FUNCTION public.audit_write_seal(p_horizon xid8, p_events integer) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' SET "DateStyle" = 'ISO, YMD'
    SET bytea_output = 'hex' AS $$
DECLARE
    v_epoch public.audit_epoch;
    v_last public.audit_seal;
    v_since xid8;
    v_cut xid8;
    v_new public.audit_seal;
BEGIN
    SELECT * INTO v_epoch FROM public.audit_epoch ORDER BY number DESC LIMIT 1;
    SELECT * INTO v_last FROM public.audit_seal ORDER BY id DESC LIMIT 1;
    v_since := CASE WHEN v_last.epoch = v_epoch.number THEN v_last.horizon ELSE v_epoch.mark END;

    SELECT e.xid INTO v_cut FROM public.audit_event e
    WHERE e.epoch = v_epoch.number AND e.xid >= v_since AND e.xid < p_horizon ORDER BY e.xid OFFSET p_events LIMIT 1;
    IF v_cut IS NOT NULL THEN
        PERFORM FROM public.audit_event e WHERE e.epoch = v_epoch.number AND e.xid >= v_since AND e.xid < v_cut LIMIT 1;
        p_horizon := CASE WHEN FOUND THEN v_cut ELSE public.audit_next_xid(v_cut) END;
    END IF;

    SELECT min(e.id), max(e.id), count(*),
           string_agg(public.audit_leaf(e.id, e.recorded_at, public.audit_event_digest(e)), '' ORDER BY e.id)
    INTO v_new.first_event, v_new.last_event, v_new.event_count, v_new.event_leaves
    FROM public.audit_event e WHERE e.epoch = v_epoch.number AND e.xid >= v_since AND e.xid < p_horizon;
    IF v_new.event_count = 0 THEN
        RETURN NULL;
    END IF;
    SELECT count(*),
           coalesce(string_agg(public.audit_leaf(c.id, c.recorded_at, public.audit_change_digest(c)), '' ORDER BY c.id), '')
    INTO v_new.change_count, v_new.change_leaves
    FROM public.audit_event e JOIN public.audit_change c ON c.event_id = e.id AND c.recorded_at = e.recorded_at
    WHERE e.epoch = v_epoch.number AND e.xid >= v_since AND e.xid < p_horizon;

    v_new.previous := coalesce(v_last.hash, decode(repeat('00', 32), 'hex'));
    v_new.sealed_at := clock_timestamp();
    INSERT INTO public.audit_seal (
        epoch, sealed_at, since, horizon, first_event, last_event, event_count, change_count,
        previous, event_leaves, change_leaves, hash
    ) VALUES (
        v_epoch.number, v_new.sealed_at, v_since, p_horizon, v_new.first_event, v_new.last_event, v_new.event_count,
        v_new.change_count, v_new.previous, v_new.event_leaves, v_new.change_leaves,
        public.audit_seal_hash(
            v_new.previous, v_epoch.number, v_epoch.opened_at, v_since, p_horizon, v_new.sealed_at,
            v_new.first_event, v_new.last_event, v_new.event_leaves, v_new.change_leaves)
    ) RETURNING id INTO v_new.id;
    RETURN v_new.id;
END $$;

-- Below it every transaction has ended, in whatever database of the server.
CREATE OR REPLACE FUNCTION public.audit_horizon() RETURNS xid8
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_snapshot_xmin(pg_current_snapshot())
$$;

-- The application's way to a seal: the id of the new one; NULL when nothing is left to seal or another seals now.
-- The horizon is read before the events are: below it every transaction has ended and is seen.
CREATE OR REPLACE FUNCTION public.audit_seal_events(p_events integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_horizon xid8;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('assetry.audit.seal', 0)) THEN
        RETURN NULL;
    END IF;
    v_horizon := public.audit_horizon();
    RETURN public.audit_write_seal(v_horizon, p_events);
END $$;

-- Notes that the head of that seal lies in the file of that place; never an older one than was noted.
CREATE OR REPLACE FUNCTION public.audit_note_head(p_place text, p_seal bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.audit_head AS h (place, seal)
    SELECT left(p_place, 500), s.id FROM public.audit_seal s WHERE s.id = p_seal
    ON CONFLICT (place) DO UPDATE SET seal = greatest(h.seal, excluded.seal), written_at = clock_timestamp();
END $$;

-- For the owner, after a restore: seals what the archive held without asking for the horizon (its transactions are
-- another server's), and begins the next epoch at this very transaction. The new epoch's number.
CREATE OR REPLACE FUNCTION public.audit_open_epoch() RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_epoch integer;
    v_beyond xid8;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('assetry.audit.seal', 0));
    LOCK TABLE public.audit_event IN SHARE ROW EXCLUSIVE MODE;
    SELECT max(number) INTO v_epoch FROM public.audit_epoch;
    SELECT public.audit_next_xid(e.xid) INTO v_beyond FROM public.audit_event e
    WHERE e.epoch = v_epoch ORDER BY e.xid DESC LIMIT 1;
    IF v_beyond IS NOT NULL THEN
        WHILE public.audit_write_seal(v_beyond, 10000) IS NOT NULL LOOP
        END LOOP;
    END IF;
    INSERT INTO public.audit_epoch (number, opened_at, archive_head, mark)
    VALUES (v_epoch + 1, clock_timestamp(),
            (SELECT s.hash FROM public.audit_seal s ORDER BY s.id DESC LIMIT 1), pg_current_xact_id());
    RETURN v_epoch + 1;
END $$;

-- Erasing ------------------------------------------------------------------------------------------------

-- Takes the values of one object's changes, and their salts, away. Each is itself a change of the open event, under
-- the table name audit_personal, so that it is sealed, and told from a value that somebody took away in silence.
CREATE OR REPLACE FUNCTION public.audit_erase_values(p_subject_table text, p_subject bigint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_event public.audit_event := public.audit_current_event();
    v_ids bigint[];
    v_erased integer;
BEGIN
    IF v_event.id IS NULL THEN
        PERFORM public.audit_refuse_unsigned('audit_personal');
    END IF;
    PERFORM FROM public.audit_change c
    WHERE c.subject_table = p_subject_table AND c.subject_id = p_subject AND c.personal_digest IS NOT NULL
      AND NOT (v_event.all_companies
               OR CASE WHEN c.company_id IS NULL THEN v_event.manages_access
                       ELSE c.company_id = ANY (v_event.company_ids) END);
    IF FOUND THEN
        PERFORM public.audit_refuse_outside('audit_personal');
    END IF;
    SELECT coalesce(array_agg(c.id), '{}') INTO v_ids
    FROM public.audit_change c JOIN public.audit_personal p ON p.change_id = c.id
    WHERE c.subject_table = p_subject_table AND c.subject_id = p_subject AND c.personal_digest IS NOT NULL;
    INSERT INTO public.audit_change (
        event_id, recorded_at, row_id, subject_id, company_id, action, table_name, subject_table, before)
    SELECT v_event.id, v_event.recorded_at, c.id, c.id, c.company_id, 'D', 'audit_personal', 'audit_personal',
           '{"values": {"personal": true}}'
    FROM public.audit_change c WHERE c.id = ANY (v_ids);
    DELETE FROM public.audit_personal p WHERE p.change_id = ANY (v_ids);
    GET DIAGNOSTICS v_erased = ROW_COUNT;
    RETURN v_erased;
END $$;
