"""Finding invitations: by the text of their link, and for whoever manages access."""

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.models import Invitation
from assetry.domain.access.refusals import InvitationInvalid
from assetry.platform.accounts.links import is_sealed, public_id_in
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor

KIND: Final = "invitation"


def sealed_facts(invitation: Invitation) -> tuple[str, ...]:
    """What the link dies with: another address, another role, another sending."""
    place = f"{invitation.role_id}/{invitation.company_id}"
    return invitation.email, place, invitation.sent_at.isoformat()


def find_invitation(text: str, at: datetime) -> Invitation:
    """The invitation of that link, if it still holds. Raises InvitationInvalid."""
    shown = Invitation.objects.select_related("invited_by", "role", "company")
    found = shown.filter(public_id=public_id_in(text), accepted_at=None, revoked_at=None).first()
    if found is None or not is_sealed(text, KIND, found.public_id, *sealed_facts(found)):
        raise InvitationInvalid
    if found.expires_at <= at or not found.invited_by.is_active:
        raise InvitationInvalid
    return found


def invitations_visible_to(actor: Actor) -> "QuerySet[Invitation]":
    """Those to where the actor manages access, those to every company, and the actor's own."""
    if not actor.may(P.MANAGE):
        return Invitation.objects.none()
    companies = actor.scope(P.MANAGE).company_ids
    return Invitation.objects.filter(
        Q(company_id__in=companies) | Q(company=None) | Q(invited_by_id=actor.user_id)
    )


def list_invitations(actor: Actor) -> list[Invitation]:
    """Those that were neither accepted nor revoked, for whoever manages access; the latest first."""
    pending = invitations_visible_to(actor).filter(accepted_at=None, revoked_at=None)
    return list(pending.select_related("role", "company", "invited_by").order_by("-sent_at", "-pk"))


def get_invitation_for(actor: Actor, public_id: str) -> Invitation:
    """The invitation of that public id; raises NotFound."""
    return row_of(invitations_visible_to(actor), public_id)
