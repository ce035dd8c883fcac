"""What policies refuse."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class PolicyReachesNobody(Refusal):
    """A reminder has somebody whom it reminds."""

    code = "reminders_nobody"
    status = 422
    message = _("Choose at least one recipient.")


class TooManyPolicies(Refusal):
    """Nobody keeps an overview of more."""

    code = "reminders_too_many"
    message = _("There are %(most)d policies of yours already. Delete one of them first.")
