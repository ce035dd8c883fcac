"""The mail that invites somebody."""

from django.utils import translation
from django.utils.translation import gettext as _

from assetry.domain.access.invitation_queries import KIND, sealed_facts
from assetry.domain.access.models import Invitation
from assetry.platform.accounts.letters import letter_of
from assetry.platform.accounts.links import address_of, link_text
from assetry.platform.notifications.letters import Letter, register_letter
from assetry.platform.notifications.models import OutgoingMail
from assetry.platform.notifications.outbox import post_mail


def post_invitation(invitation: Invitation) -> None:
    """Send it, in the transaction that made it."""
    post_mail(kind=KIND, recipient_id=invitation.pk, has_address=True, facts={})


def write_invitation(mail: OutgoingMail) -> Letter | None:
    """None where it is void by now."""
    found = Invitation.objects.select_related("invited_by").filter(
        pk=mail.recipient_id, accepted_at=None, revoked_at=None
    )
    invitation = found.first()
    if invitation is None:
        return None
    text = link_text(KIND, invitation.public_id, *sealed_facts(invitation))
    with translation.override(invitation.invited_by.language):
        invites = _("%(name)s invites you to Assetry, the register of your organization's IT assets.")
        return letter_of(
            to=invitation.email,
            name=invitation.name,
            title=_("You are invited to Assetry"),
            lines=[invites % {"name": invitation.invited_by.name}, _("The link works once, for seven days.")],
            link=address_of("account_invitation", text),
            action=_("Choose a password"),
        )


def register() -> None:
    """Make the letter known."""
    register_letter(KIND, write_invitation)
