"""What schedules refuse."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class ReportReachesNobody(Refusal):
    """A report has somebody who gets it."""

    code = "report_nobody"
    status = 422
    message = _("Choose at least one recipient.")


class ViewNotSeen(Refusal):
    """A mail is no way around sharing."""

    code = "report_view_not_seen"
    status = 422
    message = _("%(name)s does not see this view. Share it with them first; then it can be sent.")


class TooManySchedules(Refusal):
    """Nobody keeps an overview of more."""

    code = "report_too_many"
    message = _("There are %(most)d reports by mail of yours already. Delete one of them first.")


class ViewOfPastDay(Refusal):
    """It would say the same every day."""

    code = "report_past_day"
    status = 422
    message = _("This view shows a past day, which stays as it is. Save it without the day first.")
