"""What whoever manages access does about somebody's sign-in, without ever seeing a password; and invitations."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assetry.domain.access import authority
from assetry.domain.access.accounts import clean_name, insert_user
from assetry.domain.access.compile import compile_grants, lock_access
from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.invitation_queries import find_invitation
from assetry.domain.access.letters import post_invitation
from assetry.domain.access.models import Grant, Invitation, Role
from assetry.domain.access.refusals import (
    AccountStillActive,
    AddressTaken,
    InvitationInvalid,
    InvitationPending,
)
from assetry.domain.organization.models import Company, Person
from assetry.kernel.refusals import InvalidInput, NotPermitted
from assetry.platform.accounts.addresses import forget_addresses
from assetry.platform.accounts.factors import remove_factors
from assetry.platform.accounts.letters import post_notice
from assetry.platform.accounts.models import User
from assetry.platform.accounts.resets import make_link
from assetry.platform.accounts.sessions import end_sessions
from assetry.platform.audit.erasing import erase_values, erased_name
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row, save_changes
from assetry.platform.permissions.actor import Actor

LIFETIME: Final = timedelta(days=7)


@operation(P.MANAGE, intent="access.user.send_link")
def send_reset_link(*, actor: Actor, user: User, at: datetime) -> None:
    """Send somebody a link to a new password of their own choice. Raises NotPermitted."""
    authority.require_authority_over_user(actor, user)
    make_link(user, at)


@operation(P.RESET_FACTORS, intent="access.user.reset_factors")
def reset_factors(*, actor: Actor, user: User, at: datetime) -> int:
    """Take somebody's second factors away, who lost them; they are told, and signed out. Returns how many there were.

    Raises NoAdministratorLeft, NotPermitted.
    """
    lock_access()
    authority.require_authority_over_user(actor, user)
    removed = remove_factors(user)
    end_sessions([user.pk])
    post_notice(user, "factors_reset")
    authority.require_an_administrator_with_factor()
    return removed


@operation(P.MANAGE, intent="access.invitation.send")
def invite(
    *, actor: Actor, email: str, name: str, role: Role | None, company: Company | None, at: datetime
) -> Invitation:
    """Invite an address to make an account, which gets that role in the company (None: in all).

    Raises AddressTaken, InvitationPending, InvalidInput, NotPermitted for more than the actor could give.
    """
    if role is not None:
        authority.require_role(actor, role, company.pk if company else None)
    invitation = Invitation(
        email=_clean_address(email),
        name=clean_name(name),
        role=role,
        company=company,
        invited_by_id=actor.user_id,
        sent_at=at,
        expires_at=at + LIFETIME,
    )
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise AddressTaken(field="email", email=invitation.email)
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:
        raise InvitationPending(field="email", email=invitation.email) from error
    post_invitation(invitation)
    return invitation


@operation(P.MANAGE, intent="access.invitation.send_again")
def send_invitation_again(*, actor: Actor, invitation: Invitation, at: datetime) -> None:
    """A new link for seven days, from the actor; the one before is void. Raises InvitationInvalid, NotPermitted."""
    locked = _lock_pending(invitation)
    _require_authority(actor, locked)
    locked.sent_at, locked.expires_at, locked.invited_by_id = at, at + LIFETIME, actor.user_id
    locked.save(update_fields=["sent_at", "expires_at", "invited_by"])
    post_invitation(locked)


@operation(P.MANAGE, intent="access.invitation.revoke")
def revoke_invitation(*, actor: Actor, invitation: Invitation, at: datetime) -> None:
    """Make it void. Raises InvitationInvalid, NotPermitted."""
    locked = _lock_pending(invitation)
    _require_authority(actor, locked)
    locked.revoked_at = at
    locked.save(update_fields=["revoked_at"])


@operation(P.MANAGE, intent="access.invitation.accept")
def accept_invitation(*, actor: Actor, text: str, password: str, at: datetime) -> User:
    """Make the account that was invited. `actor` is who invited, with the rights of now: without them it is void.

    The address, the name and the role are the invitation's, whatever the visitor says.
    Raises InvitationInvalid, AddressTaken, InvalidInput.
    """
    lock_access()
    invitation = _lock_pending(find_invitation(text, at))
    if invitation.invited_by_id != actor.user_id:
        raise InvitationInvalid
    try:
        _require_authority(actor, invitation)
    except NotPermitted as error:
        raise InvitationInvalid from error
    user = insert_user(email=invitation.email, name=invitation.name, password=password, person=None, at=at)
    if invitation.role is not None:
        Grant.objects.create(user=user, role=invitation.role, company=invitation.company)
        compile_grants([user.pk])
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    return user


def _lock_pending(invitation: Invitation) -> Invitation:
    locked: Invitation = lock_row(Invitation.objects.all(), invitation.pk, None)
    if locked.accepted_at is not None or locked.revoked_at is not None:
        raise InvitationInvalid
    return locked


def _require_authority(actor: Actor, invitation: Invitation) -> None:
    if invitation.role is not None:
        authority.require_role(actor, invitation.role, invitation.company_id)


def _clean_address(email: str) -> str:
    cleaned = email.strip().lower()
    try:
        validate_email(cleaned)
        Invitation._meta.get_field("email").run_validators(cleaned)
    except ValidationError as error:
        raise InvalidInput({"email": _("Give an e-mail address.")}) from error
    return cleaned


@operation(P.MANAGE, intent="access.user.erase")
def erase_account(*, actor: Actor, person: Person, at: datetime) -> None:
    """Take name and addresses of a person's account, which nobody can sign in to any more, and of invitations away.

    Their values in the trail go, too. Raises AccountStillActive, NotPermitted.
    """
    lock_access()
    users = list(User.objects.select_for_update().filter(person_id=person.pk))
    addresses = [address.lower() for address in (person.email, *(user.email for user in users)) if address]
    for user in users:
        authority.require_authority_over_user(actor, user)
        if user.is_active:
            raise AccountStillActive(name=user.name)
        save_changes(user, _nobody(user.public_id))
        remove_factors(user)
        forget_addresses(user)
    erase_values(User._meta.db_table, [user.pk for user in users])
    for invitation in Invitation.objects.annotate(address=Lower("email")).filter(address__in=addresses):
        pending = {} if invitation.accepted_at or invitation.revoked_at else {"revoked_at": at}
        Invitation.objects.filter(pk=invitation.pk).update(**_nobody(invitation.public_id), **pending)
        erase_values(Invitation._meta.db_table, [invitation.pk])


def _nobody(public_id: str) -> dict[str, Any]:
    return {"name": erased_name(public_id), "email": f"{public_id}@erased.invalid".lower()}
