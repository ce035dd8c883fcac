"""What the operations on access refuse."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class LastAdministrator(Refusal):
    """Somebody must be left who can manage access."""

    code = "last_administrator"
    message = _("“%(name)s” is the last administrator. Make somebody else one first.")


class NoAdministratorLeft(Refusal):
    """Nobody would be left who manages access and has the second factor that is asked for."""

    code = "no_administrator_left"
    message = _("Nobody who manages access everywhere would have a second factor. Set up your own first.")


class InvitationInvalid(Refusal):
    """It was accepted, revoked or sent again, is too old, or its sender may not invite any more."""

    code = "invitation_invalid"
    status = 410
    message = _("This invitation does not hold any more. Ask whoever sent it for a new one.")


class InvitationPending(Refusal):
    """One address is invited once."""

    code = "invitation_pending"
    message = _("%(email)s is invited already. Send that invitation again, or revoke it.")


class BuiltInRole(Refusal):
    """The five roles stay as they are."""

    code = "built_in_role"
    message = _("“%(name)s” comes with Assetry and stays as it is. Make a role of your own.")


class AddressTaken(Refusal):
    """An account with this address exists."""

    code = "address_taken"
    message = _("An account with the address %(email)s exists already.")


class PersonTaken(Refusal):
    """A person has at most one account."""

    code = "person_taken"
    message = _("%(person)s has an account already.")


class UnknownPermission(Refusal):
    """A role can only hold permissions that exist."""

    code = "unknown_permission"
    status = 422
    message = _("The permission “%(permission)s” does not exist.")


class GrantExists(Refusal):
    """The same grant twice."""

    code = "grant_exists"
    message = _("This grant exists already.")


class AccountStillActive(Refusal):
    """Somebody who can sign in is not erased."""

    code = "account_still_active"
    message = _("%(name)s can still sign in. Deactivate the account first.")
