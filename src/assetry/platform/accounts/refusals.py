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


class TooManyAttempts(Refusal):
    """It was tried too often."""

    code = "too_many_attempts"
    status = 429
    message = _("That was tried too often. Wait %(minutes)s minutes, then try again.")


class LinkInvalid(Refusal):
    """The link of a mail was used, replaced, or is too old."""

    code = "link_invalid"
    status = 410
    message = _("This link does not work any more: it was used already, or it is too old. Ask for a new one.")


class SecondFactorRequired(Refusal):
    """A role of the account asks for a second factor, and none is set up."""

    code = "second_factor_required"
    status = 403
    message = _("Your role asks for a second factor. Sign in to Assetry and set one up first.")


class FactorKept(Refusal):
    """The last second factor of an account whose role asks for one."""

    code = "factor_kept"
    message = _("Your role asks for a second factor, and this is the only one. Set up another one first.")


class TokenMakesNoTokens(Refusal):
    """What may less than its owner hands nothing on."""

    code = "token_makes_no_tokens"
    status = 403
    message = _("A limited token makes and ends no tokens. Do that on the page of your account.")


class TokenTooWide(Refusal):
    """A token permits what its owner holds, and no more."""

    code = "token_too_wide"
    status = 422
    message = _("You do not hold the permission “%(permission)s”, so no token of yours can.")


class TokenReadsOnly(Refusal):
    """A token that was made to read."""

    code = "token_reads_only"
    status = 403
    message = _("This token reads only. Take one that may change things.")


class NetworkUnreadable(Refusal):
    """Not a network."""

    code = "network_unreadable"
    status = 422
    message = _("“%(network)s” is no network. Write addresses like 192.0.2.0/24 or 2001:db8::/32.")


class FactorUnreadable(Refusal):
    """It was encrypted by another secret key."""

    code = "factor_unreadable"
    message = _(
        "Your second factor cannot be read: the server's secret key is a new one. Ask an administrator."
    )
