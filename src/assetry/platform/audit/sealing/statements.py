"""The statements of the verification: each recomputes what the seals keep, set-based, and returns the first difference.

`%(horizons)s` are the ends of one epoch's seals in their order, so that `width_bucket` gives a row the place of its
seal. Changes are joined by their event alone, not by its time: a re-dated one is found, and named as that.
"""

from typing import Final

from assetry.platform.audit.sealing.leaves import Tampering

# Seals whose hash is not that of what they hold, or that do not follow the seal before them.
SEALS: Final = """
    SELECT s.id, s.hash_before IS DISTINCT FROM s.previous OR s.since_before IS DISTINCT FROM s.since
    FROM (
        SELECT s.*, e.opened_at,
               coalesce(lag(s.hash) OVER (ORDER BY s.id), decode(repeat('00', 32), 'hex')) AS hash_before,
               CASE WHEN lag(s.epoch) OVER (ORDER BY s.id) = s.epoch THEN lag(s.horizon) OVER (ORDER BY s.id)
                    ELSE e.mark END AS since_before
        FROM audit_seal s LEFT JOIN audit_epoch e ON e.number = s.epoch
    ) s
    WHERE s.hash_before IS DISTINCT FROM s.previous OR s.since_before IS DISTINCT FROM s.since
       OR s.event_count * 32 <> length(s.event_leaves) OR s.change_count * 32 <> length(s.change_leaves)
       OR s.hash IS DISTINCT FROM public.audit_seal_hash(s.previous, s.epoch, s.opened_at, s.since, s.horizon,
              s.sealed_at, s.first_event, s.last_event, s.event_leaves, s.change_leaves)
    ORDER BY s.id LIMIT 1
"""

# Epochs that do not follow each other, or that name another head than the last seal before them.
EPOCHS: Final = """
    SELECT e.number FROM (
        SELECT e.*, lag(e.number) OVER (ORDER BY e.number) AS number_before FROM audit_epoch e
    ) e
    WHERE e.number <> coalesce(e.number_before + 1, 1) OR e.archive_head IS DISTINCT FROM (
        SELECT s.hash FROM audit_seal s WHERE s.epoch < e.number ORDER BY s.id DESC LIMIT 1)
    ORDER BY e.number LIMIT 1
"""

HORIZONS: Final = "SELECT array_agg(horizon ORDER BY id)::text FROM audit_seal WHERE epoch = %(epoch)s"

_EVENTS: Final = """
    SELECT width_bucket(e.xid, %(horizons)s::xid8[]) AS place, e.id,
           public.audit_leaf(e.id, e.recorded_at, public.audit_event_digest(e)) AS leaf
    FROM audit_event e WHERE e.epoch = %(epoch)s AND e.xid < %(end)s::xid8
"""
_CHANGES: Final = """
    SELECT e.place, c.id, public.audit_leaf(c.id, c.recorded_at, public.audit_change_digest(c)) AS leaf
    FROM (
        SELECT width_bucket(e.xid, %(horizons)s::xid8[]) AS place, e.id
        FROM audit_event e WHERE e.epoch = %(epoch)s AND e.xid < %(end)s::xid8
    ) e JOIN audit_change c ON c.event_id = e.id
"""
# The first seal of an epoch whose rows are not as they were; an empty seal keeps an empty text of changes. OFFSET keeps
# the leaves from being made after the sort, which would then carry whole rows.
_COMPARED: Final = """
    SELECT s.id, s.leaves, coalesce(r.leaves, '')
    FROM (SELECT row_number() OVER (ORDER BY id) - 1 AS place, id, {kept} AS leaves
          FROM audit_seal WHERE epoch = %(epoch)s) s
    FULL JOIN (SELECT place, string_agg(leaf, '' ORDER BY id) AS leaves FROM ({rows} OFFSET 0) r GROUP BY place) r
        USING (place)
    WHERE s.leaves IS DISTINCT FROM coalesce(r.leaves, '')
    ORDER BY s.id LIMIT 1
"""
EVENTS: Final = _COMPARED.format(kept="event_leaves", rows=_EVENTS)
CHANGES: Final = _COMPARED.format(kept="change_leaves", rows=_CHANGES)

# Events that no seal could ever hold: of a closed or unknown epoch beyond its last seal, before their epoch's mark,
# or of transactions that this server has not seen yet.
STRAY_EVENTS: Final = """
    SELECT e.id FROM audit_event e
    LEFT JOIN audit_epoch p ON p.number = e.epoch
    LEFT JOIN (SELECT epoch, max(horizon) AS horizon FROM audit_seal GROUP BY epoch) s ON s.epoch = e.epoch
    WHERE p.number IS NULL OR e.xid < p.mark
       OR e.epoch < (SELECT max(number) FROM audit_epoch) AND e.xid >= coalesce(s.horizon, '0'::xid8)
       OR e.epoch = (SELECT max(number) FROM audit_epoch) AND e.xid >= pg_snapshot_xmax(pg_current_snapshot())
          AND e.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()
    ORDER BY e.id LIMIT 1
"""
# Whether there are as many changes as seals and unsealed events account for: cheap, so that the next is asked seldom.
ALL_CHANGES_ARE_KNOWN: Final = """
    SELECT (SELECT count(*) FROM audit_change) = (SELECT coalesce(sum(change_count), 0) FROM audit_seal) + (
        SELECT count(*) FROM audit_event e JOIN audit_change c ON c.event_id = e.id WHERE e.epoch = x.number
            AND e.xid >= coalesce((SELECT max(s.horizon) FROM audit_seal s WHERE s.epoch = x.number), x.mark))
    FROM audit_epoch x ORDER BY x.number DESC LIMIT 1
"""
STRAY_CHANGES: Final = """
    SELECT c.id FROM audit_change c
    WHERE NOT EXISTS (SELECT FROM audit_event e WHERE e.id = c.event_id) ORDER BY c.id LIMIT 1
"""

# Personal values whose digest is not the change's, that belong to no change, or that went without an erasure.
PERSONAL: Final = """
    SELECT coalesce(c.id, p.change_id), c.id IS NULL, p.change_id IS NULL, p.recorded_at IS DISTINCT FROM c.recorded_at
    FROM (SELECT * FROM audit_change WHERE personal_digest IS NOT NULL) c
    FULL JOIN audit_personal p ON p.change_id = c.id
    WHERE CASE WHEN c.id IS NULL THEN true
               WHEN p.change_id IS NULL THEN NOT EXISTS (
                   SELECT FROM audit_change d
                   WHERE d.subject_table = 'audit_personal' AND d.subject_id = c.id AND d.table_name = 'audit_personal'
                         AND d.action = 'D')
               ELSE p.recorded_at <> c.recorded_at
                    OR public.audit_personal_digest(p.salt, p.before, p.after) IS DISTINCT FROM c.personal_digest END
    ORDER BY 1 LIMIT 1
"""

# A row that is there twice was put in, wherever the other is sealed.
_SEALED_ONCE: Final = """
    SELECT count(*) FROM audit_seal WHERE position(int8send(%(row)s) IN {leaves}) > 0
        AND (SELECT count(*) FROM {table} WHERE id = %(row)s) = 1
"""
# Whether a row that left its seal is still there, and whether one that came into a seal is sealed in another.
ELSEWHERE: Final = {
    Tampering.DELETED: {
        "audit_event": "SELECT count(*) FROM audit_event WHERE id = %(row)s",
        "audit_change": "SELECT count(*) FROM audit_change WHERE id = %(row)s",
    },
    Tampering.INSERTED: {
        "audit_event": _SEALED_ONCE.format(table="audit_event", leaves="event_leaves"),
        "audit_change": _SEALED_ONCE.format(table="audit_change", leaves="change_leaves"),
    },
}
ABOUT_EVENT: Final = "SELECT intent, recorded_at FROM audit_event WHERE id = %s LIMIT 1"
EVENT_OF_CHANGE: Final = "SELECT event_id FROM audit_change WHERE id = %s LIMIT 1"
COUNTS: Final = """
    SELECT count(*), coalesce(sum(event_count), 0), coalesce(sum(change_count), 0),
           (SELECT max(number) FROM audit_epoch)
    FROM audit_seal
"""
TAIL: Final = """
    SELECT count(*), min(e.recorded_at) FROM audit_event e
    WHERE e.epoch = (SELECT max(number) FROM audit_epoch) AND e.xid >= coalesce(
        (SELECT max(s.horizon) FROM audit_seal s WHERE s.epoch = (SELECT max(number) FROM audit_epoch)),
        (SELECT mark FROM audit_epoch ORDER BY number DESC LIMIT 1))
"""
