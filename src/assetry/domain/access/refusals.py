"""What the operations on access refuse."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class LastAdministrator(Refusal):
    """Somebody must be left who can manage access."""

    code = "last_administrator"
    message = _("“%(name)s” is the last administrator. Make somebody else one first.")


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
