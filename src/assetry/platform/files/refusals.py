"""What the file store refuses, by name."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class FileTooLarge(Refusal):
    """More bytes than the installation takes."""

    code = "upload_too_large"
    status = 422
    message = _("The file is larger than %(megabytes)s MB. Save it smaller, or keep it elsewhere.")


class NoRoomForFile(Refusal):
    """The disk is full, or cannot be written."""

    code = "no_room_for_file"
    status = 507
    message = _("The file could not be kept: the server has no room for it. Tell an administrator.")


class UploadGone(Refusal):
    """The bytes waited so long for their row that they were cleaned away."""

    code = "upload_gone"
    status = 409
    message = _("The file took too long to arrive. Send it again.")
