"""What saved views refuse."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class ViewNameTaken(Refusal):
    """Two tabs of one list with one word could not be told apart."""

    code = "view_name_taken"
    message = _("You have a view “%(name)s” of this list already. Choose another name.")


class ViewIsDefault(Refusal):
    """Everyone's list opens with it."""

    code = "view_is_default"
    message = _("This list opens with “%(name)s” for everyone. Choose another default for everyone first.")


class ViewNotShared(Refusal):
    """A default for everyone has to be seen by everyone."""

    code = "view_not_shared"
    message = _("Share “%(name)s” with everyone first; then it can be the default for everyone.")


class TooManyPins(Refusal):
    """Home would no longer be a page to read at a glance."""

    code = "view_too_many_pins"
    message = _("Home has %(most)d views already. Take one of them away first.")


class TooManyViews(Refusal):
    """Nobody finds anything among so many tabs."""

    code = "view_too_many"
    message = _("You have %(most)d views of this list already. Delete one of them first.")
