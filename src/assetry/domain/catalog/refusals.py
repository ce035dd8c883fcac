"""What the catalog's operations refuse."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class KindInUse(Refusal):
    """A category keeps its kind."""

    code = "kind_in_use"
    status = 422
    message = _("“%(name)s” keeps its kind. Make a new category for another kind.")


class SupportEndsBeforeSale(Refusal):
    """The dates contradict each other."""

    code = "support_ends_before_sale"
    status = 422
    message = _("Support cannot end before the sale does. Correct one of the two dates.")


class ModelUsedElsewhere(Refusal):
    """A change of the model would change assets of companies that the actor may not change."""

    code = "model_used_elsewhere"
    status = 403
    message = _("“%(name)s” has assets in companies that you may not change. Make a new model instead.")


class SerialsCollide(Refusal):
    """With the other manufacturer two assets of a company would have the same serial number."""

    code = "serials_collide"
    message = _(
        "An asset of that manufacturer has the serial number of an asset of “%(name)s”. Correct it first."
    )


class NoPicture(Refusal):
    """There is nothing to take away."""

    code = "no_picture"
    message = _("“%(name)s” has no picture.")


class ReleaseEndsBeforeItBegins(Refusal):
    """The days of a release contradict each other."""

    code = "release_ends_before_it_begins"
    status = 422
    message = _("Support cannot end before the release is out. Check the days.")


class PackUnreadable(Refusal):
    """The file is no data pack."""

    code = "pack_unreadable"
    status = 422
    message = _("This file holds no support dates that can be read (%(reason)s).")
