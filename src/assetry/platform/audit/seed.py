"""History for demo and bench: changes written by the owner's role under events of the past.

Nothing is switched off. Inside `writing_history()`, and in its transaction alone, the trail asks for the event
that `past_event()` named instead of one of this very moment; so the same triggers write the same rows, only dated
back. No other transaction ever sees that, and the application's role cannot do it: it may define nothing.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

_FIND_PAST_EVENT = """
    CREATE OR REPLACE FUNCTION public.audit_find_event(p_event bigint) RETURNS public.audit_event
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
    DECLARE
        v_event public.audit_event;
        v_at timestamptz := current_setting('assetry.past')::timestamptz;
    BEGIN
        SELECT * INTO v_event FROM public.audit_event e WHERE e.id = p_event AND e.recorded_at = v_at;
        RETURN v_event;
    END $$
"""
_OPEN = """
    INSERT INTO public.audit_event (
        recorded_at, effective_at, xid, epoch, parent_id, intent, actor_id, door, request_id,
        company_ids, all_companies, shared, manages_access, note
    ) SELECT %(at)s, %(at)s, pg_current_xact_id(), max(number), NULL, %(intent)s, %(actor)s, %(door)s,
             gen_random_uuid(), %(companies)s, %(all)s, %(all)s, %(all)s, %(note)s FROM public.audit_epoch
    RETURNING set_config('assetry.event', id::text, true), set_config('assetry.past', recorded_at::text, true)
"""


@contextmanager
def writing_history(since: datetime, *, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """A transaction of the owner's in which `past_event` works, back to `since`; makes the months' partitions."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT public.audit_ensure_partitions(%s, current_date)", [since.date()])
        cursor.execute("SELECT pg_get_functiondef('public.audit_find_event(bigint)'::regprocedure)")
        ordinary = cursor.fetchone()[0]
        cursor.execute(_FIND_PAST_EVENT)
        yield
        cursor.execute("SELECT set_config('assetry.event', '', true), set_config('assetry.past', '', true)")
        cursor.execute(ordinary)


@contextmanager
def past_event(
    *,
    intent: str,
    at: datetime,
    actor_id: int | None = None,
    company_ids: Sequence[int] | None = None,
    door: str = "web",
    note: str = "",
    using: str = DEFAULT_DB_ALIAS,
) -> Iterator[None]:
    """An event of that instant, which may touch those companies (None: everything); within `writing_history` only."""
    with connections[using].cursor() as cursor:
        companies: dict[str, Any] = {"companies": list(company_ids or ()), "all": company_ids is None}
        given = {"at": at, "intent": intent, "actor": actor_id, "door": door, "note": note}
        cursor.execute(_OPEN, companies | given)
        yield
        cursor.execute("SELECT set_config('assetry.event', '', true)")
