"""What the operations of contracts refuse."""

from collections.abc import Mapping, Sequence
from typing import Any

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


class ContinuesAnother(Refusal):
    """The next term of a contract is not deleted: the one before it was closed by it."""

    code = "continues_another"
    message = _("“%(name)s” is the next term of another contract. End it instead.")


def first_of_a_chain(contracts: Sequence[Any]) -> Mapping[int, Refusal]:
    """Only contracts that continue no other one can be deleted."""
    later = (contract for contract in contracts if contract.predecessor_id is not None)
    return {contract.pk: ContinuesAnother(name=contract.name) for contract in later}
