"""The one answer to everything that goes wrong outside: which host is up or open is nobody's to learn from us."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class OutsideUnreachable(Refusal):
    """Blocked, unknown, refused, too slow, too large or broken: told apart in the log alone."""

    code = "outside_unreachable"
    status = 502
    message = _("The address could not be read. Check it, and ask an administrator whether it is allowed.")
