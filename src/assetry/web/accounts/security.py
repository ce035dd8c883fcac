"""What secures one's account: second factors, and where one is signed in."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.platform.accounts.factors import list_own_factors
from assetry.platform.accounts.models import Session
from assetry.platform.accounts.queries import get_own_account
from assetry.platform.accounts.sessions import end_own_session, is_of_key, list_own_sessions
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Action, Link, Note, Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.answers import answer
from assetry.web.kit.context import DetailPage
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, Open, page

TYPE = Authenticator.Type


@page(Open.SIGNED_IN)
def security(request: AssetryRequest) -> HttpResponse:
    """Second factors and sessions."""
    reader, user = reader_of(request), get_own_account(request.actor)
    sessions = list_own_sessions(request.actor)
    content = DetailPage(
        title=_("Security"),
        crumbs=()
        if user.owes_factor
        else (Link(label=_("Your account"), url=route_url("profile")), Link(label=_("Security"))),
        notes=(_owing(),) if user.owes_factor else (),
        main=(
            _factors_panel(list_own_factors(user.pk), reader),
            _sessions_panel(sessions, request.session.session_key, reader),
        ),
    )
    return answer(request, "kit/detail.html", content)


def _owing() -> Note:
    return Note(
        title=_("Your role asks for a second factor"),
        text=_("Set one up below. Until then everything else stays closed, your API tokens too."),
        tone="warn",
        icon="shield",
    )


def _factors_panel(factors: list[Authenticator], reader: Reader) -> Panel:
    columns = (
        TableColumn(_("What")),
        TableColumn(_("Set up"), rank=1),
        TableColumn(_("Last used"), rank=2),
        TableColumn(""),
    )
    empty = _("None yet. With a second factor, a stolen password alone opens nothing.")
    rows = [_factor_row(factor, reader) for factor in factors]
    return Panel(
        title=_("Second factors"),
        blocks=(Table(caption=_("Second factors"), columns=columns, rows=rows, empty=empty),),
        actions=_additions({factor.type for factor in factors}),
    )


def _additions(kinds: set[str]) -> list[Action]:
    actions = []
    if TYPE.TOTP not in kinds:
        url = route_url("mfa_activate_totp")
        actions.append(Action(label=_("Add an authenticator app"), url=url, icon="plus", small=True))
    if TYPE.WEBAUTHN in settings.MFA_SUPPORTED_TYPES:
        actions.append(
            Action(label=_("Add a passkey"), url=route_url("mfa_add_webauthn"), icon="plus", small=True)
        )
    return actions


def _factor_row(factor: Authenticator, reader: Reader) -> list[Words]:
    name, note, verbs = _of_kind(factor)
    since = cells.instant_html(factor.created_at, now=reader.now, locale=reader.locale, zone=reader.zone_info)
    used = cells.instant_html(
        factor.last_used_at, now=reader.now, locale=reader.locale, zone=reader.zone_info
    )
    return [_named_html(name, note), since, used, _verbs_html(name, verbs)]


def _named_html(name: Words, note: Words) -> Words:
    return format_html('<div>{}</div><div class="muted sm">{}</div>', name, note)


def _verbs_html(name: Words, verbs: list[tuple[Words, str]]) -> Words:
    links = (((url, f"{verb}: {name}", verb)) for verb, url in verbs)
    buttons = format_html_join(" ", '<a class="btn sm" href="{}" aria-label="{}"><span>{}</span></a>', links)
    return format_html('<span class="row tight">{}</span>', buttons)


def _of_kind(factor: Authenticator) -> tuple[Words, Words, list[tuple[Words, str]]]:
    """What it is called, what to know about it, and what can be done."""
    if factor.type == TYPE.TOTP:
        return (
            _("Authenticator app"),
            _("Six digits that change"),
            [(_("Remove"), route_url("mfa_deactivate_totp"))],
        )
    if factor.type == TYPE.WEBAUTHN:
        passwordless = factor.wrap().is_passwordless
        note = _("Signs in without a password") if passwordless else _("Beside the password")
        verbs: list[tuple[Words, str]] = [
            (_("Rename"), route_url("mfa_edit_webauthn", pk=factor.pk)),
            (_("Remove"), route_url("mfa_remove_webauthn", pk=factor.pk)),
        ]
        return str(factor), note, verbs
    n = len(factor.wrap().get_unused_codes())
    note = ngettext("%(n)d left, each for one sign-in", "%(n)d left, each for one sign-in", n) % {"n": n}
    left: list[tuple[Words, str]] = [
        (_("Show"), route_url("mfa_view_recovery_codes")),
        (_("Make new ones"), route_url("mfa_generate_recovery_codes")),
    ]
    return _("Recovery codes"), note, left


def _sessions_panel(sessions: list[Session], key: str | None, reader: Reader) -> Panel:
    columns = (
        TableColumn(_("Browser")),
        TableColumn(_("Address")),
        TableColumn(_("Signed in"), rank=2),
        TableColumn(_("Last seen"), rank=1),
        TableColumn(""),
    )
    rows = [_session_row(session, is_of_key(session, key), reader) for session in sessions]
    table = Table(caption=_("Where you are signed in"), columns=columns, rows=rows)
    return Panel(title=_("Where you are signed in"), count=len(sessions), blocks=(table,))


def _session_row(session: Session, is_this: bool, reader: Reader) -> list[Words]:
    since = cells.instant_html(
        session.created_at, now=reader.now, locale=reader.locale, zone=reader.zone_info
    )
    seen = cells.instant_html(session.seen_at, now=reader.now, locale=reader.locale, zone=reader.zone_info)
    url = route_url("session_end", public_id=session.public_id)
    name = browser_of(session.agent)
    end = (
        cells.badge_html(_("This one"), hue=150, icon="monitor")
        if is_this
        else cells.post_html(url, _("End"), _("End the session of %(name)s") % {"name": name})
    )
    return [cells.text_html(name), cells.text_html(session.address), since, seen, end]


def browser_of(agent: str) -> str:
    """The browser and system that a User-Agent names, roughly."""
    browsers = (
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    )
    browser = next((name for sign, name in browsers if sign in agent), "")
    system = next((name for sign, name in systems if sign in agent), "")
    return ", ".join(part for part in (browser, system) if part) or _("Unknown browser")


@page(Open.SIGNED_IN, methods=("POST",))
def end_session(request: AssetryRequest, public_id: str) -> HttpResponse:
    """End one of one's own sessions."""
    return answer_act(
        request,
        lambda: end_own_session(actor=request.actor, public_id=public_id),
        url=route_url("mfa_index"),
        said=_("That session is ended."),
    )
