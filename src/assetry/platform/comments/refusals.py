"""What comments refuse."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class NotYourComment(Refusal):
    """Nobody puts words into another's mouth."""

    code = "comment_not_yours"
    status = 403
    message = _("Only who wrote a comment changes it.")


class TooManyComments(Refusal):
    """A page is to be read."""

    code = "comment_too_many"
    message = _("There are %(most)d comments here already.")
