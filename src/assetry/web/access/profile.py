"""One's own account: who one is here, and tokens for the API, each shown once."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assetry.domain.access.queries import get_person_of
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.registry import permissions
from assetry.platform.accounts.models import ApiToken
from assetry.platform.accounts.operations import create_token, revoke_token
from assetry.platform.accounts.queries import get_own_account, get_own_token, list_own_tokens
from assetry.platform.accounts.tokens import LONGEST
from assetry.platform.permissions.actor import Actor
from assetry.web.components import cells
from assetry.web.components.blocks import Html, Panel, Prop, Props, Table, TableColumn
from assetry.web.components.parts import Action, Link, Note, Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.answers import answer
from assetry.web.kit.context import Band, DetailPage, OverviewPage
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import route_url, url_for_named
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, Open, page

USUAL_DAYS = 90
NAME = Field(
    name="name",
    label=gettext_lazy("Name"),
    type=FieldType.TEXT,
    required=True,
    max_length=100,
    help=gettext_lazy("What uses it, so that you know what stops when you revoke it."),
)
EXPIRES = Field(
    name="expires_on",
    label=gettext_lazy("Expires on"),
    type=FieldType.DATE,
    required=True,
)


@page(Open.SIGNED_IN)
def profile(request: AssetryRequest) -> HttpResponse:
    """The account and its tokens."""
    reader, user = reader_of(request), get_own_account(request.actor)
    content = DetailPage(
        title=user.name,
        avatar=user.name,
        facts=[cells.text_html(user.email)],
        actions=_actions(),
        main=(_tokens_panel(list_own_tokens(request.actor), reader),),
        side=(_about_panel(user, reader),),
    )
    return answer(request, "kit/detail.html", content)


def _actions() -> list[Action]:
    return [
        Action(label=_("Security"), url=route_url("mfa_index"), icon="shield"),
        Action(label=_("Change password"), url=route_url("account_change_password"), icon="key-round"),
        Action(label=_("Calendars"), url=route_url("calendars"), icon="calendar"),
    ]


def _about_panel(user: Any, reader: Reader) -> Panel:
    person = get_person_of(user)
    props = [Prop(label=_("E-mail"), value=cells.text_html(user.email))]
    if person is not None:
        url = url_for_named("person", person, reader.actor)
        props.append(Prop(label=_("Person"), value=cells.person_html(person.name, url=url)))
        props.append(Prop(label=_("Company"), value=cells.text_html(person.company.name)))
    last = cells.instant_html(user.last_login, now=reader.now, locale=reader.locale, zone=reader.zone_info)
    props.append(Prop(label=_("Last sign-in"), value=last))
    return Panel(title=_("Account"), blocks=(Props(props=props, two=False),))


def _tokens_panel(tokens: list[ApiToken], reader: Reader) -> Panel:
    columns = (
        TableColumn(_("Name")),
        TableColumn(_("State")),
        TableColumn(_("Last used"), rank=2),
        TableColumn(_("Expires"), rank=1),
        TableColumn(""),
    )
    rows = [_token_row(token, reader) for token in tokens]
    empty = _(
        "No token yet. A token lets a script act for you through the API, never with more than you may."
    )
    table = Table(caption=_("API tokens"), columns=columns, rows=rows, empty=empty)
    new = Action(label=_("New token"), url=route_url("token_create"), icon="plus", small=True)
    return Panel(title=_("API tokens"), count=len(tokens), blocks=(table,), actions=(new,))


def _token_row(token: ApiToken, reader: Reader) -> list[Words]:
    is_living = token.revoked_at is None and token.expires_at > reader.now
    return [
        _token_html(token),
        _state_html(token, reader),
        _used_html(token, reader),
        cells.date_html(token.expires_at.date(), today=reader.today, locale=reader.locale),
        _revoke_html(token) if is_living else "",
    ]


def _token_html(token: ApiToken) -> Words:
    """Its name, and what it may less than its owner."""
    n = len(token.permissions or ())
    limits = [
        *([_("reads only")] if token.read_only else []),
        *([_("dry runs only")] if token.dry_run else []),
        *(
            [ngettext("%(n)d permission", "%(n)d permissions", n) % {"n": n}]
            if token.permissions is not None
            else []
        ),
        *token.networks,
    ]
    shown = ", ".join(limits) if limits else _("what you may")
    return format_html('<div>{}</div><div class="muted sm">{}</div>', token.name, shown)


def _used_html(token: ApiToken, reader: Reader) -> Words:
    at = cells.instant_html(token.last_used_at, now=reader.now, locale=reader.locale, zone=reader.zone_info)
    return format_html('<div>{}</div><div class="muted sm">{}</div>', at, token.last_used_from or "")


def _state_html(token: ApiToken, reader: Reader) -> Words:
    if token.revoked_at is not None:
        return cells.badge_html(_("Revoked"), hue=60, icon="ban", look="low")
    if token.expires_at <= reader.now:
        return cells.badge_html(_("Expired"), hue=60, icon="hourglass", look="low")
    return cells.badge_html(_("Valid"), hue=150, icon="circle-check")


def _revoke_html(token: ApiToken) -> Words:
    url = route_url("token_revoke", public_id=token.public_id)
    return cells.post_html(url, _("Revoke"), _("Revoke %(name)s") % {"name": token.name})


@page(Open.SIGNED_IN, methods=("GET", "POST"))
def new_token(request: AssetryRequest) -> HttpResponse:
    """The form for a token; its answer shows the token, once."""
    reader = reader_of(request)

    def save(values: dict[str, Any]) -> HttpResponse:
        ends = datetime.combine(values["expires_on"], time.max, tzinfo=UTC)
        token, text = create_token(
            actor=request.actor,
            name=values["name"],
            expires_at=ends,
            permission_codes=_chosen(values),
            networks=(values["networks"] or "").replace(",", " ").split(),
            read_only=bool(values["read_only"]),
            dry_run=bool(values["dry_run"]),
            at=request.received_at,
        )
        response = answer(request, "kit/overview.html", _shown_once(token, text))
        response.headers["Cache-Control"] = "no-store"
        return response

    form = CreateForm(
        title=_("New token"),
        fields={
            "name": NAME,
            "expires_on": replace(EXPIRES, help=_longest()),
            **_limits(),
            **_codes(request.actor),
        },
        layout=(
            FormGroup(title="", fields=("name", "expires_on")),
            FormGroup(title=_("Only"), fields=tuple(_limits()), half=frozenset({"read_only", "dry_run"})),
            FormGroup(
                title=_("Only these permissions (none checked: all that you hold)"),
                fields=tuple(_codes(request.actor)),
                half=frozenset(_codes(request.actor)),
                folded=True,
            ),
        ),
        save=save,
        cancel_url=route_url("profile"),
        submit=_("Make the token"),
        crumbs=(Link(label=_("Your account"), url=route_url("profile")), Link(label=_("New token"))),
        prepare=_suggest_end,
    )
    return answer_create(request, form, reader)


def _limits() -> dict[str, Field]:
    """What a token may be besides its owner's right hand."""
    read_only = Field(
        name="read_only",
        label=_("Reads only"),
        type=FieldType.YES_NO,
        help=_("It changes nothing, whatever you may."),
    )
    dry_run = Field(
        name="dry_run",
        label=_("Dry runs only"),
        type=FieldType.YES_NO,
        help=_("Every change is tried with all rules, and nothing of it is kept."),
    )
    networks = Field(
        name="networks",
        label=_("From these networks"),
        type=FieldType.TEXT,
        max_length=400,
        help=_("Addresses like 192.0.2.0/24, with spaces between. Empty: from anywhere."),
    )
    return {"read_only": read_only, "dry_run": dry_run, "networks": networks}


def _codes(actor: Actor) -> dict[str, Field]:
    """Every permission that the owner holds, as a box to check."""
    held = (info for info in permissions() if actor.may(info.code))
    return {info.code: Field(name=info.code, label=info.label, type=FieldType.YES_NO) for info in held}


def _chosen(values: dict[str, Any]) -> list[str] | None:
    """The boxes that were checked; None, which is all, when none was."""
    return [info.code for info in permissions() if values.get(info.code)] or None


def _longest() -> str:
    return _("At most %(days)s days from now.") % {"days": LONGEST.days}


def _suggest_end(form: FormState) -> None:
    reader = form.reader
    usual = reader.today + timedelta(days=USUAL_DAYS)
    form.texts.setdefault("expires_on", cells.format_day(usual, reader.locale))


def _shown_once(token: ApiToken, text: str) -> OverviewPage:
    said = _("Copy it now: it is kept as a hash, so nobody can show it again. Whoever has it acts as you.")
    shown = format_html(
        '<p class="row">{} {}</p>', cells.code_html(text), cells.copy_html(text, _("Copy token"))
    )
    use = format_html(
        '<p class="sm muted">{} <span class="tag">Authorization: Bearer …</span></p>', _("Send it as")
    )
    back = Action(label=_("I have copied it"), url=route_url("profile"), icon="check", look="primary")
    return OverviewPage(
        title=_("Token “%(name)s”") % {"name": token.name},
        crumbs=(Link(label=_("Your account"), url=route_url("profile")), Link(label=token.name)),
        notes=(Note(title=_("This is the only time that you see it."), text=said, tone="warn", action=back),),
        bands=[Band(left=(Panel(title=_("Token"), blocks=(Html(html=shown), Html(html=use))),))],
        width="read",
    )


@page(Open.SIGNED_IN, methods=("POST",))
def end_token(request: AssetryRequest, public_id: str) -> HttpResponse:
    """End a token of one's own at once."""
    token = get_own_token(request.actor, public_id)
    return answer_act(
        request,
        lambda: revoke_token(actor=request.actor, token=token, at=request.received_at),
        url=route_url("profile"),
        said=_("The token “%(name)s” is revoked.") % {"name": token.name},
    )
