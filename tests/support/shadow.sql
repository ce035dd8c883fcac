-- The shadow log: every row change, written by row triggers that know nothing of the trail's code, to be compared.

CREATE TABLE shadow_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    table_name text NOT NULL,
    action text NOT NULL,
    old jsonb,
    new jsonb
);

CREATE TABLE shadow_declared (
    table_name text PRIMARY KEY,
    key text NOT NULL,
    omitted text[] NOT NULL,
    secret text[] NOT NULL,
    personal text[] NOT NULL,
    subject text,
    subject_table text,
    subject_table_column text,
    in_company boolean NOT NULL
);

-- What migrations wrote before the shadow was there.
CREATE TABLE shadow_start AS SELECT coalesce(max(id), 0) AS change_id FROM audit_change;

CREATE FUNCTION shadow_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET "TimeZone" = 'UTC' SET "DateStyle" = 'ISO, YMD' AS $$
BEGIN
    INSERT INTO shadow_log (table_name, action, old, new) VALUES (
        TG_TABLE_NAME, left(TG_OP, 1),
        CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
        CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
    );
    RETURN NULL;
END $$;

-- Whose values were erased: the trail has them no more, the shadow is not asked for them.
CREATE VIEW shadow_erased AS
SELECT DISTINCT c.subject_table, c.subject_id FROM audit_change e JOIN audit_change c ON c.id = e.subject_id
WHERE e.subject_table = 'audit_personal';

-- What one row change should look like in the trail.
CREATE VIEW shadow_expected AS
SELECT s.table_name, s.action, (r.named ->> d.key)::bigint AS row_id,
       CASE WHEN r.named ->> d.subject IS NULL THEN s.table_name
            ELSE coalesce(d.subject_table, r.named ->> d.subject_table_column) END AS subject_table,
       coalesce(r.named ->> d.subject, r.named ->> d.key)::bigint AS subject_id,
       CASE WHEN d.in_company THEN (r.named ->> 'company_id')::integer END AS company_id,
       CASE WHEN s.old IS NOT NULL THEN coalesce(v.before, '{}') END AS before,
       CASE WHEN s.new IS NOT NULL THEN coalesce(v.after, '{}') END AS after,
       CASE WHEN s.old IS NOT NULL THEN v.personal_before END AS personal_before,
       CASE WHEN s.new IS NOT NULL THEN v.personal_after END AS personal_after
FROM shadow_log s
JOIN shadow_declared d USING (table_name)
CROSS JOIN LATERAL (SELECT coalesce(s.new, s.old) AS named) r
CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(k, CASE WHEN s.old -> k = 'null' THEN 'null' WHEN k = ANY (d.secret) THEN '{"secret": true}'
                                    WHEN k = ANY (d.personal) THEN '{"personal": true}' ELSE s.old -> k END) AS before,
           jsonb_object_agg(k, CASE WHEN s.new -> k = 'null' THEN 'null' WHEN k = ANY (d.secret) THEN '{"secret": true}'
                                    WHEN k = ANY (d.personal) THEN '{"personal": true}' ELSE s.new -> k END) AS after,
           jsonb_object_agg(k, s.old -> k) FILTER (WHERE k = ANY (d.personal)) AS personal_before,
           jsonb_object_agg(k, s.new -> k) FILTER (WHERE k = ANY (d.personal)) AS personal_after
    FROM jsonb_object_keys(r.named) AS k
    WHERE k <> d.key AND k <> ALL (d.omitted)
      AND CASE WHEN s.action = 'U' THEN s.old -> k <> s.new -> k ELSE r.named -> k <> 'null' END
) v
WHERE s.action <> 'U' OR v.after IS NOT NULL;

CREATE VIEW shadow_actual AS
SELECT c.table_name, c.action::text AS action, c.row_id, c.subject_table, c.subject_id, c.company_id,
       c.before::jsonb AS before, c.after::jsonb AS after, p.before::jsonb AS personal_before, p.after::jsonb AS personal_after
FROM audit_change c
LEFT JOIN audit_personal p ON p.change_id = c.id AND p.recorded_at = c.recorded_at
WHERE c.id > (SELECT change_id FROM shadow_start) AND c.table_name IN (SELECT table_name FROM shadow_declared);

-- Changes that only one of the two knows, and changes of no event or with a digest that does not fit.
CREATE FUNCTION shadow_differences() RETURNS TABLE (what text, change jsonb) LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    WITH erased AS MATERIALIZED (TABLE shadow_erased),
         expected AS MATERIALIZED (
             SELECT to_jsonb(e) - CASE WHEN r.subject_id IS NULL THEN '{}' ELSE '{personal_before,personal_after}' END::text[]
                    AS change
             FROM shadow_expected e LEFT JOIN erased r USING (subject_table, subject_id)),
         actual AS MATERIALIZED (
             SELECT to_jsonb(a) - CASE WHEN r.subject_id IS NULL THEN '{}' ELSE '{personal_before,personal_after}' END::text[]
                    AS change
             FROM shadow_actual a LEFT JOIN erased r USING (subject_table, subject_id))
    SELECT 'not in the trail', e.change FROM (TABLE expected EXCEPT ALL TABLE actual) e
    UNION ALL
    SELECT 'only in the trail', a.change FROM (TABLE actual EXCEPT ALL TABLE expected) a
    UNION ALL
    SELECT 'of no event', to_jsonb(c) FROM audit_change c
    WHERE NOT EXISTS (SELECT FROM audit_event e WHERE e.id = c.event_id AND e.recorded_at = c.recorded_at)
    UNION ALL
    SELECT 'digest does not fit', to_jsonb(c) FROM audit_change c
    LEFT JOIN audit_personal p ON p.change_id = c.id AND p.recorded_at = c.recorded_at
    WHERE c.personal_digest IS DISTINCT FROM audit_personal_digest(p.salt, p.before, p.after)
      AND NOT (p.change_id IS NULL AND EXISTS (
          SELECT FROM audit_change e WHERE e.subject_table = 'audit_personal' AND e.subject_id = c.id))
$$;
