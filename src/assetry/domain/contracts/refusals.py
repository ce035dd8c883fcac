"""What the operations of contracts refuse."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class AlreadyRenewed(Refusal):
    """A contract has one next term at most."""

    code = "already_renewed"
    message = _("“%(name)s” has a next term already. Open that one.")


class AlreadyEnded(Refusal):
    """What has ended is not decided about."""

    code = "already_ended"
    message = _("“%(name)s” was ended on %(day)s. Make a new contract instead.")


class NoEnd(Refusal):
    """What runs until notice is given has no next term."""

    code = "no_end"
    status = 422
    message = _("“%(name)s” has no end that could be renewed. Give it one first.")


class PredecessorNotEarlier(Refusal):
    """The contract before must have begun before."""

    code = "predecessor_not_earlier"
    status = 422
    message = _("“%(name)s” does not begin before this contract. Choose an earlier one.")


class PredecessorTaken(Refusal):
    """Another contract follows it."""

    code = "predecessor_taken"
    message = _("Another contract follows “%(name)s” already. Choose the last of the chain.")


class CoveredAlready(Refusal):
    """A contract covers an asset once in a role."""

    code = "covered_already"
    message = _("The contract covers “%(name)s” already: %(role)s. Change that one.")


class AlreadyDecided(Refusal):
    """A decision settles an end; another one needs a new end."""

    code = "already_decided"
    message = _("This was decided meanwhile. Open it again to see how.")


class RenewsItself(Refusal):
    """What renews itself goes on unless notice is given."""

    code = "renews_itself"
    message = _("“%(name)s” renews itself: nothing lapses unless you cancel it.")
