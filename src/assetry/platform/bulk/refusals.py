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
