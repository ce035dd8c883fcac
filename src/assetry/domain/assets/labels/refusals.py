"""Why labels are not printed."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class NothingToLabel(Refusal):
    """No asset was chosen, or none that the actor may label."""

    code = "nothing_to_label"
    status = 422
    message = _("There is nothing to print. Choose at least one asset.")


class TooManyLabels(Refusal):
    """One document has a limit."""

    code = "too_many_labels"
    status = 422
    message = _("These are %(count)s labels; print at most %(most)s at a time.")
