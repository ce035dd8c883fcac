"""What the inbox refuses."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class NobodyOfThatName(Refusal):
    """No such account, or one that may not see what the item is about: which of them is not told."""

    code = "inbox_nobody_of_that_name"
    status = 422
    message = _("Nobody called “%(name)s” may see this. Give the name or the e-mail address of an account.")


class ItemIsDone(Refusal):
    """Somebody was faster."""

    code = "inbox_item_done"
    message = _("This is done already.")


class NotInTheFuture(Refusal):
    """A snoozed item comes back later, not earlier."""

    code = "inbox_not_in_the_future"
    status = 422
    message = _("Give a day after today, and within a year.")


class ItemIsTaken(Refusal):
    """Somebody of the team was faster."""

    code = "inbox_item_taken"
    message = _("Somebody of your team took this already.")
