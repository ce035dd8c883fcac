"""The form of a policy: first the date, then the rest."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.refusals import InvalidValue
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.accounts.acting import accounts_by_address, addresses_of
from assetry.platform.reminders.models import ReminderPolicy
from assetry.platform.reminders.operations import create_policy, edit_policy
from assetry.platform.reminders.people import date_fields, roles_of
from assetry.platform.reminders.queries import MANAGE, get_policy_for, remindable
from assetry.platform.webhooks.queries import find_webhook, webhooks_of
from assetry.web.components.blocks import Panel, Todo, TodoItem
from assetry.web.components.parts import Link, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.editing import CreateForm, answer_create, version_sent
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import reader_of
from assetry.web.reminders.panels import label_of_role
from assetry.web.reminders.views import crumbs, url_of
from assetry.web.routes import AssetryRequest, page

BOTH = ("GET", "POST")


def _number(name: str, label: Any, help_: Any = "") -> Field:
    return Field(name=name, label=label, type=FieldType.NUMBER, decimals=0, largest=999, help=help_)


PLAIN = (
    Field(name="name", label=gettext_lazy("Name"), type=FieldType.TEXT, required=True, max_length=80),
    Field(
        name="filter_text",
        label=gettext_lazy("Filter"),
        type=FieldType.LONG_TEXT,
        max_length=4000,
        help=gettext_lazy('As a list\'s address has it, like: category eq "Laptop". Empty: all.'),
    ),
    Field(
        name="leads",
        label=gettext_lazy("Days before"),
        type=FieldType.TEXT,
        required=True,
        max_length=80,
        help=gettext_lazy("Like 90, 30, 7, 0. Of several that fall on one day the last one is sent."),
    ),
    _number("repeat_every", gettext_lazy("Then again every … days")),
    _number("repeat_times", gettext_lazy("How many times")),
    Field(
        name="addresses",
        label=gettext_lazy("Further recipients"),
        type=FieldType.LONG_TEXT,
        max_length=4000,
        help=gettext_lazy("E-mail addresses. Who has an account finds it in the inbox as well."),
    ),
    Field(name="by_mail", label=gettext_lazy("Send mail"), type=FieldType.YES_NO),
    Field(
        name="is_optional",
        label=gettext_lazy("Recipients may unsubscribe"),
        type=FieldType.YES_NO,
        help=gettext_lazy("From its mails, by a link in them. Leave it off for what must reach them."),
    ),
    Field(name="is_digest", label=gettext_lazy("One mail for all that is due"), type=FieldType.YES_NO),
    Field(name="working_days", label=gettext_lazy("Only from Monday to Friday"), type=FieldType.YES_NO),
    _number("start_hour", gettext_lazy("From hour")),
    _number("end_hour", gettext_lazy("Until hour"), gettext_lazy("In the zone of who receives it.")),
    _number("escalate_after", gettext_lazy("If nobody acts, after … days")),
    Field(
        name="escalate_to",
        label=gettext_lazy("Tell"),
        type=FieldType.TEXT,
        max_length=254,
        help=gettext_lazy("The e-mail address of an account."),
    ),
    Field(name="is_active", label=gettext_lazy("On"), type=FieldType.YES_NO),
    Field(name="webhook", label=gettext_lazy("Webhook"), type=FieldType.CHOICE),
)
USUAL: Mapping[str, str] = {
    "leads": "30, 7, 0",
    "by_mail": "on",
    "is_digest": "on",
    "working_days": "on",
    "start_hour": "8",
    "end_hour": "18",
    "is_active": "on",
}
ROLE = "role_"


@page(MANAGE, methods=BOTH)
def new(request: AssetryRequest) -> HttpResponse:
    """Which date; with one chosen, the form of a policy."""
    name, _dot, field = request.GET.get("what", "").partition(".")
    entity = next((one for one in remindable() if one.name == name), None)
    if entity is None or field not in date_fields(entity):
        return answer(request, "kit/overview.html", _choices())
    return _answer(request, entity, field, None)


@page(MANAGE, methods=BOTH)
def edit(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The form of a policy that is there."""
    policy = get_policy_for(request.actor, public_id)
    return _answer(request, entity_named(policy.entity), policy.field, policy)


def _choices() -> OverviewPage:
    panels = [
        Panel(
            title=entity.label_plural,
            blocks=(
                Todo(
                    items=[
                        TodoItem(
                            icon="calendar",
                            title=field.label,
                            text=field.help,
                            url=f"{route_url('reminder_create')}?what={entity.name}.{name}",
                        )
                        for name, field in date_fields(entity).items()
                    ]
                ),
            ),
        )
        for entity in remindable()
    ]
    return OverviewPage(
        title=_("New reminder"),
        summary=_("Choose the date to be reminded of."),
        crumbs=crumbs(Link(label=_("New"))),
        bands=(Band(left=panels[::2], right=panels[1::2], even=True),),
    )


def _answer(
    request: AssetryRequest, entity: Entity, field: str, policy: ReminderPolicy | None
) -> HttpResponse:
    roles, hooks = _role_fields(entity), list(webhooks_of(request.actor).filter(is_active=True))
    choices = [Choice(one.public_id, one.name) for one in hooks]
    plain = {one.name: replace(one, choices=choices) if one.name == "webhook" else one for one in PLAIN}
    described = entity.fields_by_name.get(field)
    date = described.label if described else field

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        actor, at = request.actor, request.received_at
        given = _given(values, list(roles_of(entity)), {one.public_id: one.pk for one in hooks})
        if policy is None:
            made = create_policy(actor=actor, entity=entity, field=field, values=given, at=at)
        else:
            version = version_sent(request)
            made = edit_policy(
                actor=actor, policy=policy, entity=entity, changes=given, version=version, at=at
            )
        return url_of(made), _("%(name)s is saved.") % {"name": made.name}

    title = _("New reminder") if policy is None else _("Edit %(thing)s") % {"thing": policy.name}
    form = CreateForm(
        title=title,
        subtitle=_("Of %(things)s: %(date)s") % {"things": entity.label_plural, "date": date},
        fields={**plain, **roles},
        layout=_layout(roles),
        save=save,
        cancel_url=route_url("reminders") if policy is None else url_of(policy),
        submit=_("Save"),
        crumbs=crumbs(Link(label=title)),
        version="" if policy is None else str(policy.version),
        prepare=lambda state: _prepare(state, request, policy, list(roles_of(entity))),
    )
    return answer_create(request, form, reader_of(request))


def _role_fields(entity: Entity) -> dict[str, Field]:
    labels = [label_of_role(code, entity) for code in roles_of(entity)]
    return {
        f"{ROLE}{n}": Field(name=f"{ROLE}{n}", label=label, type=FieldType.YES_NO)
        for n, label in enumerate(labels)
    }


def _layout(roles: Mapping[str, Field]) -> list[FormGroup]:
    return [
        FormGroup(title=_("What"), fields=("name", "filter_text", "is_active")),
        FormGroup(
            title=_("When"),
            fields=("leads", "repeat_every", "repeat_times", "start_hour", "end_hour", "working_days"),
            half=frozenset({"repeat_every", "repeat_times", "start_hour", "end_hour"}),
        ),
        FormGroup(
            title=_("Who, and how"),
            fields=(*roles, "addresses", "by_mail", "is_optional", "is_digest", "webhook"),
        ),
        FormGroup(
            title=_("If nobody acts"),
            fields=("escalate_after", "escalate_to"),
            half=frozenset({"escalate_after", "escalate_to"}),
        ),
    ]


def _prepare(
    form: FormState, request: AssetryRequest, policy: ReminderPolicy | None, codes: list[str]
) -> None:
    """What stands in the form before it was sent."""
    if request.method == "POST":
        return
    form.texts |= USUAL if policy is None else _texts(policy, codes)


def _texts(policy: ReminderPolicy, codes: list[str]) -> dict[str, str]:
    users = addresses_of([*policy.user_ids, policy.escalate_to_id or 0])
    hook = find_webhook(policy.webhook_id)
    named = [users[pk] for pk in policy.user_ids if pk in users]
    flags = ("by_mail", "is_optional", "is_digest", "working_days", "is_active")
    numbers = ("repeat_every", "repeat_times", "start_hour", "end_hour", "escalate_after")
    return {
        "name": policy.name,
        "filter_text": policy.filter_text,
        "leads": ", ".join(str(lead) for lead in policy.leads),
        "addresses": "\n".join([*named, *filter(None, policy.addresses)]),
        "webhook": hook.public_id if hook else "",
        "escalate_to": users.get(policy.escalate_to_id or 0, ""),
        **{name: "on" if getattr(policy, name) else "" for name in flags},
        **{name: str(getattr(policy, name)) for name in numbers if getattr(policy, name) is not None},
        **{f"{ROLE}{n}": "on" for n, code in enumerate(codes) if code in policy.roles},
    }


def _given(values: dict[str, Any], codes: list[str], webhooks: Mapping[str, int]) -> dict[str, Any]:
    """The form's values as the operations take them. Raises InvalidValue."""
    given = {name: value for name, value in values.items() if not name.startswith(ROLE)}
    given["leads"] = _days(given["leads"] or "")
    given["roles"] = [code for n, code in enumerate(codes) if values.get(f"{ROLE}{n}")]
    given["user_ids"], given["addresses"] = _recipients(given["addresses"] or "")
    given["filter_text"] = given["filter_text"] or ""
    given["repeat_times"] = given["repeat_times"] or 0
    given["start_hour"] = given["start_hour"] or 0
    given["webhook_id"] = webhooks.get(given.pop("webhook") or "")
    escalate_to = given.pop("escalate_to") or ""
    given["escalate_to_id"] = _account(escalate_to) if escalate_to else None
    return given


def _days(text: str) -> list[int]:
    try:
        return [int(part) for part in text.replace(";", ",").split(",")]
    except ValueError as error:
        raise InvalidValue(field="leads", reason=_("Give numbers of days, like 30, 7, 0.")) from error


def _recipients(text: str) -> tuple[list[int], list[str]]:
    """Accounts by their addresses, and the addresses that are outside ones."""
    wanted = [
        part.strip() for part in text.replace(",", "\n").replace(";", "\n").splitlines() if part.strip()
    ]
    found = accounts_by_address(wanted)
    ids = [found[address.lower()] for address in wanted if address.lower() in found]
    return ids, [address for address in wanted if address.lower() not in found]


def _account(email: str) -> int:
    found = accounts_by_address([email]).get(email.lower())
    if found is None:
        raise InvalidValue(field="escalate_to", reason=_("Give the e-mail address of an account."))
    return found
