"""What is refused about a file as a whole."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class FileUnreadable(Refusal):
    """It is no table of text, or not in the encoding that was chosen."""

    code = "file_unreadable"
    status = 422
    message = _("%(reason)s")


class FileTooLarge(Refusal):
    """More than we read: bytes, rows, columns or one cell."""

    code = "file_too_large"
    status = 413
    message = _("%(reason)s")


class ColumnsUnknown(Refusal):
    """The mapping names a column or a target that is not there."""

    code = "columns_unknown"
    status = 422
    message = _("“%(name)s” is not there. Choose one of: %(names)s.")


class ImportStale(Refusal):
    """What the dry run showed is no longer what would happen."""

    code = "import_stale"
    message = _("The register changed since the dry run, so nothing was imported. Look at the dry run again.")


class ImportClosed(Refusal):
    """It is on its way, or done."""

    code = "import_closed"
    message = _("This import is %(stage)s. Upload the file again to import it once more.")


class UndoClosed(Refusal):
    """It was never done, was undone before, or is too long ago."""

    code = "undo_closed"
    message = _("This import cannot be undone any more: that is possible for 30 days, once.")


class UndoBlocked(Refusal):
    """A constraint holds what the import made."""

    code = "undo_blocked"
    message = _("Something refers to what this import made, so nothing was undone.")
