"""The mails about one's own account: a link to a new password, and a word when something about sign-in changed."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.kernel.refusals import Text
from assetry.platform.accounts.links import address_of, link_text
from assetry.platform.accounts.models import ResetLink, User
from assetry.platform.notifications.letters import Letter, register_letter
from assetry.platform.notifications.models import OutgoingMail
from assetry.platform.notifications.outbox import post_mail

RESET, NOTICE = "password_reset", "account_notice"
NOTICES: dict[str, tuple[Text, Text]] = {
    "password_changed": (
        gettext_lazy("Your password was changed"),
        gettext_lazy("Everywhere else you are signed out now, and your API tokens ended."),
    ),
    "factors_changed": (
        gettext_lazy("Your second factors were changed"),
        gettext_lazy("Everywhere else you are signed out now."),
    ),
    "factors_reset": (
        gettext_lazy("An administrator removed your second factors"),
        gettext_lazy(
            "You are signed out everywhere. Sign in with your password and set up a new second factor."
        ),
    ),
}


def reset_facts(user: User) -> tuple[str, str]:
    """What a link to a new password dies with."""
    return user.email, user.password


def post_notice(user: User, what: str) -> None:
    """Tell somebody, in the transaction of what happened, that their sign-in changed."""
    post_mail(kind=NOTICE, recipient_id=user.pk, has_address=True, facts={"what": what})


def post_reset(link: ResetLink) -> None:
    """Send a link to a new password."""
    post_mail(kind=RESET, recipient_id=link.user_id, has_address=True, facts={"link": link.pk})


def write_reset(mail: OutgoingMail) -> Letter | None:
    """None where the account is closed by now."""
    link = (
        ResetLink.objects.select_related("user").filter(pk=mail.facts["link"], user__is_active=True).first()
    )
    if link is None:
        return None
    text = link_text(RESET, link.public_id, *reset_facts(link.user))
    with translation.override(link.user.language):
        lines = [
            _("Somebody, most likely you, asked for a new password for Assetry."),
            _(
                "The link works once, for 30 minutes. If it was not you, do nothing: your password stays as it is."
            ),
        ]
        return letter_of(
            to=link.user.email,
            name=link.user.name,
            title=_("Choose a new password"),
            lines=lines,
            link=address_of("account_link", text),
            action=_("Choose a new password"),
        )


def write_notice(mail: OutgoingMail) -> Letter | None:
    """In the language of the account."""
    user = User.objects.filter(pk=mail.recipient_id).first()
    if user is None:
        return None
    with translation.override(user.language):
        title, text = NOTICES[mail.facts["what"]]
        lines = [str(text), _("If you do not know of this, tell an administrator of Assetry at once.")]
        return letter_of(
            to=user.email,
            name=user.name,
            title=str(title),
            lines=lines,
            link=settings.BASE_URL,
            action="Assetry",
        )


def letter_of(*, to: str, name: str, title: str, lines: list[str], link: str, action: str) -> Letter:
    """A short letter with one link."""
    context = {
        "language": translation.get_language(),
        "title": title,
        "name": name,
        "lines": lines,
        "link": link,
        "action": action,
    }
    return Letter(
        to=to,
        subject=title,
        text=render_to_string("mail/short.txt", context),
        html=render_to_string("mail/short.html", context),
    )


def register() -> None:
    """Make the letters known."""
    register_letter(RESET, write_reset)
    register_letter(NOTICE, write_notice)
