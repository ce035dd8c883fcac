"""What the organization's operations refuse."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class NameTaken(Refusal):
    """Another one has this name (in its company, or under the same parent)."""

    code = "name_taken"
    message = _("“%(name)s” exists already. Choose another name.")


class InsideItself(Refusal):
    """The chosen parent lies below the thing itself."""

    code = "inside_itself"
    status = 422
    message = _("“%(name)s” cannot lie inside itself or something below it. Choose another parent.")


class OtherCompany(Refusal):
    """A reference points into another company."""

    code = "other_company"
    status = 422
    message = _("“%(name)s” belongs to another company. Choose one of the same company.")


class ReasonMissing(Refusal):
    """What cannot be undone is done for a reason, which the trail keeps."""

    code = "reason_missing"
    status = 422
    message = _("Say why. The reason stays in the activity log.")
