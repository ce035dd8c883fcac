"""What the operations of software refuse."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class SeatsShort(Refusal):
    """More would be assigned than is bought."""

    code = "seats_short"
    message = _("“%(name)s” has %(free)s free. Take some back, or add what was bought.")


class SeatsInUse(Refusal):
    """What would be taken back is assigned."""

    code = "seats_in_use"
    message = _("“%(name)s” has only %(free)s that nobody has. Take some back from their holders first.")


class HasSeats(Refusal):
    """A holder has one open allocation of a license; its quantity can be changed."""

    code = "has_seats"
    message = _("%(holder)s has “%(name)s” already. Change the quantity instead.")


class AllocationOver(Refusal):
    """It was taken back before."""

    code = "allocation_over"
    message = _("This was taken back already.")


class HolderGone(Refusal):
    """Nothing is given to who has left, or to what is retired."""

    code = "holder_gone"
    message = _("“%(name)s” is not in use any more. Choose another one.")


class LicenseArchived(Refusal):
    """Nothing is bought for, or given from, an archived license."""

    code = "license_archived"
    message = _("“%(name)s” is archived. Take it out of the archive first.")


class LicenseThere(Refusal):
    """A company has one license of a product or subscription."""

    code = "license_there"
    message = _("There is a license of “%(name)s” already. Add a purchase to it.")


class LineUsedUp(Refusal):
    """More would be taken back than the line still has."""

    code = "line_used_up"
    message = _("The line has %(left)s left. Give a smaller quantity.")


class LineTakesBack(Refusal):
    """A line that takes back is not renewed, upgraded or taken back itself."""

    code = "line_takes_back"
    message = _("This line takes others back. Choose the line that it is of.")


class StillHasSeats(Refusal):
    """Nobody is erased who has licenses."""

    code = "still_has_seats"
    message = _("%(name)s still has %(count)s licenses. Take them back first.")


class NoKey(Refusal):
    """There is nothing to show."""

    code = "no_license_key"
    message = _("No license key is kept with this line.")
