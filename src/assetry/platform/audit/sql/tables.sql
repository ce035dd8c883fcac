-- The trail's own tables. Written once, never rewritten: the migration 0001 runs this file.
-- Partitions by month come from audit_ensure_partitions(); nothing here has a foreign key.

CREATE SEQUENCE public.audit_event_id_seq;
CREATE SEQUENCE public.audit_change_id_seq;

-- One row per operation. `xid` and `recorded_at` together name the transaction that may write under it.
CREATE TABLE public.audit_event (
    id bigint NOT NULL DEFAULT nextval('public.audit_event_id_seq'),
    recorded_at timestamptz NOT NULL,
    effective_at timestamptz NOT NULL,
    xid xid8 NOT NULL,
    parent_id bigint,
    actor_id bigint,
    request_id uuid,
    epoch integer NOT NULL,
    all_companies boolean NOT NULL,
    shared boolean NOT NULL,
    manages_access boolean NOT NULL,
    intent text NOT NULL CHECK (intent <> ''),
    door text NOT NULL CHECK (door <> ''),
    note text NOT NULL DEFAULT '',
    company_ids integer[] NOT NULL,
    PRIMARY KEY (id, recorded_at)
) PARTITION BY RANGE (recorded_at);

-- One row per changed row: U holds the changed columns, I what was set, D what there was. JSON as text: the
-- seal covers these very bytes, and jsonb would cost a half more to write and a third more room.
CREATE TABLE public.audit_change (
    id bigint NOT NULL DEFAULT nextval('public.audit_change_id_seq'),
    event_id bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    row_id bigint NOT NULL,
    subject_id bigint NOT NULL,
    company_id integer,
    action "char" NOT NULL CHECK (action IN ('I', 'U', 'D')),
    table_name text NOT NULL,
    subject_table text NOT NULL,
    before json,
    after json,
    personal_digest bytea,
    PRIMARY KEY (id, recorded_at)
) PARTITION BY RANGE (recorded_at);
CREATE INDEX audit_change_subject ON public.audit_change (subject_table, subject_id, id);
CREATE INDEX audit_change_event ON public.audit_change (event_id);

-- Values of personal columns, apart, so that a person can be erased: the change keeps a salted digest.
CREATE TABLE public.audit_personal (
    change_id bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    salt bytea NOT NULL,
    before json,
    after json,
    PRIMARY KEY (change_id, recorded_at)
) PARTITION BY RANGE (recorded_at);

-- A restore opens a new epoch that names the head of what was archived.
CREATE TABLE public.audit_epoch (
    number integer PRIMARY KEY,
    opened_at timestamptz NOT NULL,
    archive_head bytea
);
INSERT INTO public.audit_epoch (number, opened_at) VALUES (1, transaction_timestamp());

-- The chain over events and changes below a horizon; written by the sealer alone.
CREATE TABLE public.audit_seal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    epoch integer NOT NULL REFERENCES public.audit_epoch (number),
    sealed_at timestamptz NOT NULL,
    horizon xid8 NOT NULL,
    first_event bigint NOT NULL,
    last_event bigint NOT NULL,
    event_count integer NOT NULL,
    change_count integer NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL UNIQUE
);
