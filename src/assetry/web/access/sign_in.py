"""Somebody's sign-in, for whoever manages access: second factors, a link to a new password; never a secret."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from assetry.domain.access.account_operations import reset_factors, send_reset_link
from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.queries import get_user_for
from assetry.platform.accounts.factors import kinds_of
from assetry.platform.accounts.models import User
from assetry.platform.permissions.actor import Actor
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Prop, Props
from assetry.web.components.parts import Action, Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.links import entity_url, route_url
from assetry.web.routes import AssetryRequest, page


def factor_html(user: User) -> Words:
    """Whether an account has a second factor, as a badge."""
    if user.has_factor:
        return cells.badge_html(_("Second factor"), hue=150, icon="shield")
    if user.factor_required:
        return cells.badge_html(_("Owes a second factor"), hue=30, icon="shield")
    return cells.none_html(_("password alone"))


def sign_in_panel(user: User) -> Panel:
    """Beside the account: what it signs in with."""
    names = {"totp": _("Authenticator app"), "webauthn": _("Passkey"), "recovery_codes": _("Recovery codes")}
    kinds = [names[kind] for kind in names if kind in kinds_of([user.pk]).get(user.pk, [])]
    listed = cells.text_html(", ".join(kinds)) if kinds else cells.none_html()
    props = [Prop(label=_("State"), value=factor_html(user)), Prop(label=_("Set up"), value=listed)]
    return Panel(title=_("Sign-in"), blocks=(Props(props=props, two=False),))


def sign_in_actions(user: User, actor: Actor) -> Sequence[Action]:
    """What can be done for somebody who lost a password or a phone."""
    link = route_url("user_send_link", public_id=user.public_id)
    actions = [Action(label=_("Send a link to a new password"), url=link, icon="key-round", how="post")]
    if actor.may(P.RESET_FACTORS) and user.has_factor:
        url = route_url("user_reset_factors", public_id=user.public_id)
        actions.append(
            Action(label=_("Remove second factors"), url=url, icon="shield", how="post", look="danger")
        )
    return actions if actor.may(P.MANAGE) and user.is_active else ()


@page(P.MANAGE, methods=("POST",))
def send_link(request: AssetryRequest, public_id: str) -> HttpResponse:
    """A mail to them; nobody else sees the link."""
    user = get_user_for(request.actor, public_id)
    return answer_act(
        request,
        lambda: send_reset_link(actor=request.actor, user=user, at=request.received_at),
        url=entity_url("user", user.public_id),
        said=_("A link to a new password is on its way to %(email)s.") % {"email": user.email},
    )


@page(P.RESET_FACTORS, methods=("POST",))
def remove(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Take the second factors of somebody away who lost them."""
    user = get_user_for(request.actor, public_id)
    return answer_act(
        request,
        lambda: reset_factors(actor=request.actor, user=user, at=request.received_at),
        url=entity_url("user", user.public_id),
        said=_("%(name)s signs in with the password alone now, and was told.") % {"name": user.name},
    )
