"""The activity log in somebody's scope."""

from datetime import datetime

from assetry.domain.access.events import AccessPermission as P
from assetry.domain.organization.events import OrganizationPermission
from assetry.platform.audit.activity import ActivityPage, Sight, Wanted, list_activity
from assetry.platform.permissions.actor import Actor


def sight_of(actor: Actor) -> Sight:
    """What the actor sees of the trail: companies that they hold whole, what is shared, accounts for who manages them.

    A grant that is limited to places or categories shows nothing of its company: changes know neither.
    """
    return Sight(
        company_ids=actor.scope(P.VIEW_ACTIVITY).whole_company_ids,
        shared=actor.may(P.VIEW_ACTIVITY) and actor.may(OrganizationPermission.VIEW_SHARED),
        accounts=actor.may(P.VIEW_ACTIVITY) and actor.may(P.MANAGE),
        personal=actor.may(OrganizationPermission.VIEW_PEOPLE),
    )


def list_activity_for(
    actor: Actor, wanted: Wanted, *, at: datetime, cursor: str = "", limit: int = 50
) -> ActivityPage:
    """A page of the log, newest first. Raises InvalidValue for a cursor that is none."""
    return list_activity(sight_of(actor), wanted, at=at, cursor=cursor, limit=limit)
