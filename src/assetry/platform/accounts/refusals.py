"""What accounts refuse."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class TokenNameTaken(Refusal):
    """Living tokens of one account differ in name."""

    code = "token_name_taken"
    message = _("You have a token named “%(name)s” already. Revoke it first, or choose another name.")


class TokenLifetime(Refusal):
    """A token ends, and not too late."""

    code = "token_lifetime"
    status = 422
    message = _("Give an end in the future, at most %(days)s days from now.")


class TokenRevoked(Refusal):
    """It was revoked before."""

    code = "token_revoked"
    message = _("The token “%(name)s” is revoked already.")
