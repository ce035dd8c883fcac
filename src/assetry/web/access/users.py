"""Users: accounts that can sign in. What they may do is a matter of their grants, and of their groups'."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.operations import create_user, edit_user
from assetry.domain.access.queries import get_person_of, list_grants, list_groups_of
from assetry.kernel.fields import Field, FieldType
from assetry.platform.accounts.models import User
from assetry.platform.audit.queries import Action as Did
from assetry.platform.audit.queries import RecordedChange
from assetry.platform.permissions.actor import Actor
from assetry.web.access.grants import grants_panel
from assetry.web.access.sign_in import factor_html, sign_in_actions, sign_in_panel
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Relations
from assetry.web.components.parts import Words
from assetry.web.kit.context import DetailPage
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.history import Ref
from assetry.web.kit.links import entity_url, route_url, url_for_named
from assetry.web.kit.reader import Reader
from assetry.web.kit.records import Extra, Records
from assetry.web.kit.timeline import Diff, Story

SETTINGS = ("settings", gettext_lazy("Settings"))
PERSON = Field(
    name="person",
    label=gettext_lazy("Person"),
    type=FieldType.REFERENCE,
    reference="person",
    help=gettext_lazy("Who it is in the organization: they see what this person holds and owns."),
)
EMAIL = Field(name="email", label=gettext_lazy("E-mail"), type=FieldType.TEXT, required=True, max_length=254)
PASSWORD = Field(
    name="password",
    label=gettext_lazy("First password"),
    type=FieldType.CODE,
    required=True,
    max_length=128,
    help=gettext_lazy("Better invite them (Settings, Invitations): then nobody knows it but they."),
)
ACTIVE = Field(
    name="is_active",
    label=gettext_lazy("May sign in"),
    type=FieldType.YES_NO,
    help=gettext_lazy("Without it they are out at once, their tokens too."),
)


def _name(row: Any, _reader: Reader) -> Words:
    return cells.name_html(row.name, entity_url("user", row.public_id))


def active_html(user: Any) -> Words:
    """Whether an account can sign in, as a badge."""
    if user.is_active:
        return cells.badge_html(_("Active"), hue=150, icon="user-check")
    return cells.badge_html(_("Deactivated"), hue=60, icon="user-x", look="low")


def _extras(reader: Reader, user: Any) -> list[Extra]:
    """An address and a password for a new one; the address is what tells accounts apart, so it stays."""
    person = Extra(field=PERSON, value=get_person_of, group=gettext_lazy("Link"))
    if user is None:
        return [Extra(field=EMAIL, value=str), Extra(field=PASSWORD, value=str), person]
    return [person, Extra(field=ACTIVE, value=lambda row: row.is_active, group=gettext_lazy("Sign-in"))]


def _prepare(form: FormState) -> None:
    if "email" in form.fields:
        form.widgets["email"] = "email"


def _create(*, actor: Actor, values: dict[str, Any], at: datetime) -> User:
    wanted = {name: values[name] for name in ("email", "name", "password", "person")}
    return create_user(actor=actor, **wanted, at=at)


def _edit(*, actor: Actor, user: User, changes: dict[str, Any], version: int, at: datetime) -> User:
    stored = {"name": user.name, "person": get_person_of(user), "is_active": user.is_active}
    return edit_user(actor=actor, user=user, **{**stored, **changes}, version=version, at=at)


def _enrich(page: DetailPage, user: Any, reader: Reader) -> DetailPage:
    """Whose account it is, its grants and those of its groups, its story."""
    person, groups = get_person_of(user), list_groups_of(reader.actor, user)
    rows: list[tuple[Words, Words]] = []
    if person is not None:
        link = cells.person_html(person.name, url=url_for_named("person", person, reader.actor))
        rows.append((_("Person"), link))
    rows += [
        (_("Group"), cells.entity_html(group.name, url=entity_url("group", group.public_id)))
        for group in groups
    ]
    tied = [Panel(title=_("Tied to"), blocks=(Relations(rows=rows),))] if rows else []
    own = grants_panel(
        list_grants(reader.actor, user=user), add_url=route_url("user_grant", public_id=user.public_id)
    )
    by_groups = list_grants(reader.actor, group__in=groups) if groups else []
    inherited = grants_panel(by_groups, holder=True, revoked=False)
    return replace(
        page,
        avatar=user.name,
        drawing="",
        badges=[active_html(user)],
        facts=[cells.text_html(user.email)],
        more=[*page.more, *sign_in_actions(user, reader.actor)],
        main=(own, *([replace(inherited, title=_("By groups"))] if by_groups else ()), *page.main),
        side=(*tied, sign_in_panel(user), *page.side),
    )


def _granted(changes: Sequence[RecordedChange], _reader: Reader) -> list[Diff]:
    """A role that was given or taken back."""
    return [_came_or_went(_("Role"), Ref("role", _raw(change)["role_id"]), change) for change in changes]


def _joined(changes: Sequence[RecordedChange], _reader: Reader) -> list[Diff]:
    return [_came_or_went(_("Group"), Ref("group", _raw(change)["group_id"]), change) for change in changes]


def _came_or_went(label: Words, ref: Ref, change: RecordedChange) -> Diff:
    came = change.action is Did.INSERT
    return Diff(label, None if came else ref, ref if came else None)


def _raw(change: RecordedChange) -> Any:
    return change.after if change.action is Did.INSERT else change.before


STORY = Story(
    entity="user",
    table="accounts_user",
    chapters={
        "access_grant": _granted,
        "access_groupmember": _joined,
        "accounts_apitoken": lambda _changes, _reader: [],
    },
)
USERS = Records(
    entity="user",
    route="users",
    prefix="settings/users",
    manage=P.MANAGE,
    owned=False,
    above=SETTINGS,
    create=_create,
    edit=_edit,
    extras=_extras,
    prepare=_prepare,
    columns=(
        ListColumn(name="name", place="name", html=_name),
        ListColumn(name="email", place="sub", rank=1),
        ListColumn(
            name="is_active",
            label=gettext_lazy("Sign-in"),
            place="status",
            html=lambda row, _reader: active_html(row),
        ),
        ListColumn(
            name="has_factor",
            label=gettext_lazy("Second factor"),
            html=lambda row, _reader: factor_html(row),
            rank=1,
        ),
        ListColumn(name="last_login", rank=2),
    ),
    groups=(FormGroup(title=gettext_lazy("Who"), fields=("name",)),),
    empty=gettext_lazy("Users sign in. People who only hold assets need no account."),
    facets=(Facet(name="is_active"),),
    story=STORY,
    enrich=_enrich,
)
