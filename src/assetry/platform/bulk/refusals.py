"""What is refused about a change of many as a whole."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal

LEFT = _("Some of the rows are not in the list any more, or you may not see them.")
MOVED = _("Changed or refused since the preview: %(count)s rows, the first is %(first)s (%(reason)s).")


class NothingChosen(Refusal):
    """No row of those chosen is there, or may be seen."""

    code = "nothing_chosen"
    status = 404
    message = _("Nothing is chosen, or what was chosen is not there any more. Look at the list again.")


class ChangedSince(Refusal):
    """What the preview showed is no longer what would happen."""

    code = "changed_since_preview"
    message = _("%(reason)s Nothing was changed. Look at a new preview.")


class BulkClosed(Refusal):
    """It is on its way, or done."""

    code = "bulk_closed"
    message = _("This change is %(stage)s. Choose the rows again to change them once more.")


class UndoOver(Refusal):
    """Too long ago, undone already, or nothing that can be taken back."""

    code = "undo_over"
    message = _("This cannot be undone any more.")


class StillUsed(Refusal):
    """Something refers to what was to be deleted."""

    code = "still_used"
    message = _("Something refers to it: %(things)s. %(instead)s")


class HasPast(Refusal):
    """Something happened to what was to be deleted."""

    code = "has_past"
    message = _("%(what)s %(instead)s")


class TakenMeanwhile(Refusal):
    """What was deleted cannot come back."""

    code = "taken_meanwhile"
    message = _("It cannot come back: something else has its name, tag or number by now.")


class TargetGone(Refusal):
    """What a deleted row refers to is not there any more."""

    code = "target_gone"
    message = _("It cannot come back: what it refers to is gone (%(what)s).")
