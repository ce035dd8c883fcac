"""What attaching a file refuses, by name."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class FileEmpty(Refusal):
    """There is nothing in it, or no file came."""

    code = "file_empty"
    status = 422
    message = _("Choose a file that is not empty.")


class OneFileOnly(Refusal):
    """Several came where one is kept; none is chosen by chance."""

    code = "one_file_only"
    status = 422
    message = _("Send one file at a time: %(n)s parts are named “%(part)s”.")


class FileUnnamed(Refusal):
    """Its name has no letter that can be kept."""

    code = "file_unnamed"
    status = 422
    message = _("The file needs a name. Rename it and try again.")


class FileTypeRefused(Refusal):
    """What it holds is not of a type that is kept."""

    code = "file_type_refused"
    status = 422
    message = _(
        "Files of this type are not kept. Take a PDF, a picture, an office document, plain text or a ZIP archive."
    )


class FileTypeMismatch(Refusal):
    """Its name says another type than its content."""

    code = "file_type_mismatch"
    status = 422
    message = _("The name “%(name)s” does not fit what is in the file (%(type)s). Rename it and try again.")


class FileThereAlready(Refusal):
    """The same bytes hang on the same thing."""

    code = "file_there_already"
    message = _("This file is here already, as “%(name)s”.")


class TooManyFiles(Refusal):
    """Somebody takes the register for a file server."""

    code = "too_many_files"
    message = _("This has %(most)s files already, which is the most. Remove one first, or attach an archive.")


class NoPreview(Refusal):
    """It is no picture that can be drawn."""

    code = "no_preview"
    status = 404
    message = _("There is no preview of this file.")
