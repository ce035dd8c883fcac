"""The filter builder: a dialog (without script a page) that makes or changes one part of a list's filter.

Everything is in the address: `build` is the part's place (`new`, a facet, a number; `2.1` is the second of several
conditions of which one has to hold, `2.new` another one), `build_on` the field, `build_op` the operator, `build_value`
what was typed. Done, it leads back to the list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.filters import Condition, Filter, FilterInvalid, joined
from assetry.kernel.linked import DescribedFields, linked_fields
from assetry.kernel.refusals import Refusal
from assetry.kernel.registry import entity_named
from assetry.kernel.text import name_sort
from assetry.platform.filters.compile import compile_filter, operators_of
from assetry.web.components.fields import FieldView, Option, Widget
from assetry.web.components.parts import Chip, Words
from assetry.web.kit.answers import wants_part
from assetry.web.kit.asked import NEW, Asked, alternatives, asked_of
from assetry.web.kit.asking import Ask, asks_of, condition_of, told_by
from assetry.web.kit.chips import chips_of, filter_words, named_rows, referred
from assetry.web.kit.choices import options_url
from assetry.web.kit.describe import ListDescription
from assetry.web.kit.facets import choices_of
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader
from assetry.web.routes import AssetryRequest

PLACE, ON, OPERATOR, VALUE, FIND, DONE = (
    *("build", "build_on", "build_op", "build_value"),
    *("build_find", "build_done"),
)
OWN = (PLACE, ON, OPERATOR, VALUE, f"{VALUE}_text", FIND, DONE)
_PARTIAL = "#dialog"


@dataclass(frozen=True, kw_only=True)
class FieldChoice:
    """Fields of one origin to choose from."""

    title: Words
    fields: Sequence[tuple[Words, str]]
    folded: bool = False


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """One of several conditions of which one has to hold."""

    words: str
    edit_url: str
    remove_url: str


@dataclass(frozen=True, kw_only=True)
class BuilderPage:
    """What `kit/filter.html` draws: the fields to choose from, the alternatives, or the form of one condition."""

    title: Words
    url: str
    back_url: str
    hidden: Sequence[tuple[str, str]] = ()
    find: str = ""
    groups: Sequence[FieldChoice] = ()
    alternatives: Sequence[Alternative] = ()
    or_url: str = ""
    field_url: str = ""
    operator: FieldView | None = None
    controls: Sequence[FieldView] = ()


class Builder:
    """One part of a filter being made or changed."""

    def __init__(self, description: ListDescription, query: ListQuery, reader: Reader) -> None:
        self.entity = entity_named(description.entity)
        self.fields = DescribedFields(self.entity)
        self.reader = reader
        self.said = query
        params = query.params.copy()
        for name in OWN:
            params.pop(name, None)
        self.query = replace(query, params=params)
        names = [facet.name for facet in description.facets]
        self.asked: Asked = asked_of(self.query, self.fields, names)
        self.place, _dot, self.inner = query.get(PLACE).partition(".")
        self.conditions = alternatives(self.asked.parts.get(self.place))

    @property
    def edited(self) -> Condition | None:
        """The condition that is changed; None for a new one."""
        if len(self.conditions) == 1 and not self.inner:
            return self.conditions[0]
        at = int(self.inner) if self.inner.isascii() and self.inner.isdigit() and len(self.inner) < 5 else -1
        return self.conditions[at] if 0 <= at < len(self.conditions) else None

    @property
    def is_overview(self) -> bool:
        """Whether there are several conditions, of which none is chosen yet."""
        return len(self.conditions) > 1 and not self.inner

    @property
    def field(self) -> Field | None:
        """The field that is asked about, once one is chosen."""
        name = self.said.get(ON) or (self.edited.field if self.edited else "")
        found = self.fields.get(name)
        return found if found is not None and operators_of(found) else None

    @property
    def typed(self) -> list[str]:
        """What stands beside the operator: several values on lines of their own, or one by one."""
        return [
            line
            for name in (VALUE, f"{VALUE}_text")
            for value in self.said.params.getlist(name)
            for line in value[:4000].splitlines()
            if line.strip()
        ]

    def ask(self, field: Field) -> tuple[Ask, list[str]]:
        """The way to ask and its values: as chosen, else as the edited condition has it."""
        asks, code = asks_of(field), self.said.get(OPERATOR)
        if not code and self.edited and self.edited.field == field.name:
            return told_by(field, self.edited)
        return next((ask for ask in asks if ask.code == code), asks[0]), self.typed

    def here(self, **changes: str) -> str:
        """The builder's own address."""
        return self.query.here(**{PLACE: self.said.get(PLACE), **changes})

    def without(self, at: int) -> str:
        """The list without one of the conditions."""
        rest = [condition for number, condition in enumerate(self.conditions) if number != at]
        return self.asked.with_part(self.place, joined("or", rest))

    def done(self, condition: Condition) -> str:
        """The list with the condition in its place."""
        members: list[Filter] = list(self.conditions)
        at = self.conditions.index(self.edited) if self.edited else len(members)
        members[at : at + 1] = [condition]
        return self.asked.with_part(self.place if self.conditions else NEW, joined("or", members))


def answer_builder(
    request: AssetryRequest, description: ListDescription, query: ListQuery, reader: Reader
) -> HttpResponse:
    """The dialog; the list, once its condition is whole. Raises FilterInvalid for a text that is no filter."""
    builder = Builder(description, query, reader)
    field, refusal = builder.field, None
    if field is not None and query.get(DONE):
        try:
            condition = condition_of(field, *builder.ask(field))
            compile_filter(builder.entity, condition, reader.actor, today=reader.today)
            return HttpResponseRedirect(builder.done(condition))
        except FilterInvalid as error:
            refusal = error
    if builder.is_overview:
        page = _overview(builder)
    else:
        page = _form(builder, field, refusal) if field else _choice(builder)
    part = _PARTIAL if wants_part(request, "#dialogs") else ""
    return render(request, f"kit/filter.html{part}", {"page": page}, status=422 if refusal else 200)


def _overview(builder: Builder) -> BuilderPage:
    names = _names_of(builder, builder.conditions)
    place = builder.place
    found = [
        Alternative(
            words=filter_words(condition, builder.fields, names),
            edit_url=builder.here(build=f"{place}.{at}"),
            remove_url=builder.without(at),
        )
        for at, condition in enumerate(builder.conditions)
    ]
    return BuilderPage(
        title=_("One of these has to hold"),
        url=builder.query.path,
        back_url=builder.query.here(),
        alternatives=found,
        or_url=builder.here(build=f"{place}.{NEW}"),
    )


def _choice(builder: Builder) -> BuilderPage:
    """The fields to choose from: the entity's own, its custom ones, then those of what it refers to."""
    words = name_sort(builder.said.get(FIND)).split()
    own, custom = builder.entity.fields_by_name, builder.entity.custom_fields
    groups = [(builder.entity.label, [field for name, field in own.items() if name not in custom])]
    groups.append((_("Custom fields"), list(custom.values())))
    by_reference: dict[str, tuple[Words, list[Field]]] = {}
    for linked in linked_fields(builder.entity):
        group = by_reference.setdefault(linked.through.name, (linked.through.label, []))
        group[1].append(linked.described)
    groups += by_reference.values()
    shown = [_fields(builder, title, fields, words) for title, fields in groups]
    folded = [replace(group, folded=number > 1 and not words) for number, group in enumerate(shown)]
    return BuilderPage(
        title=_("Filter by"),
        url=builder.query.path,
        back_url=builder.query.here(),
        hidden=_hidden(builder),
        find=builder.said.get(FIND),
        groups=[group for group in folded if group.fields],
    )


def _fields(builder: Builder, title: Words, fields: Iterable[Field], words: Sequence[str]) -> FieldChoice:
    found = [
        (field.label, builder.here(**{ON: field.name}))
        for field in fields
        if operators_of(field) and all(word in name_sort(str(field.label)) for word in words)
    ]
    return FieldChoice(title=title, fields=found)


def _form(builder: Builder, field: Field, refusal: Refusal | None) -> BuilderPage:
    ask, values = builder.ask(field)
    asks = asks_of(field)
    operator = FieldView(
        name=OPERATOR,
        label=field.label,
        widget="select",
        options=[Option(value=one.code, label=one.label, chosen=one == ask) for one in asks],
    )
    errors = (str(refusal),) if refusal else ()
    is_whole = builder.edited is not None and not builder.inner
    return BuilderPage(
        title=_("Change the filter") if builder.edited else _("Filter by %(field)s") % {"field": field.label},
        url=builder.query.path,
        back_url=builder.query.here(),
        hidden=[*_hidden(builder), (ON, field.name)],
        field_url=builder.here(**{FIND: " "}) if not builder.edited else "",
        or_url=builder.here(build=f"{builder.place}.{NEW}") if is_whole else "",
        operator=operator,
        controls=_controls(builder, field, ask, values, errors),
    )


def _hidden(builder: Builder) -> list[tuple[str, str]]:
    opened = [("filters", "1")] if builder.query.get("filters") else []
    return [*builder.query.kept(), *opened, (PLACE, builder.said.get(PLACE))]


def _controls(
    builder: Builder, field: Field, ask: Ask, values: Sequence[str], errors: Sequence[str]
) -> list[FieldView]:
    """What is typed or chosen beside the operator."""
    if ask.shape == "many" and field.reference:
        return _things(builder, field, values, errors)
    plain: dict[str, Any] = {"name": VALUE, "errors": errors}
    first, last = [*values, "", ""][:2]
    choices = choices_of(field)
    match ask.shape:
        case "none":
            return []
        case "window":
            plain |= {"help": _("Days; with w, m or y weeks, months or years: 90, 3m"), "value": first}
            return [FieldView(**plain, label=_("How long"), widget="text", autofocus=True)]
        case "two":
            return [
                FieldView(
                    **plain, label=_("From"), widget=_widget(field), value=first, half=True, id="f-from"
                ),
                FieldView(name=VALUE, label=_("To"), widget=_widget(field), value=last, half=True, id="f-to"),
            ]
    if not choices:
        several = ask.shape == "many"
        plain |= {"value": "\n".join(values), "help": _("One on each line")} if several else {"value": first}
        return [FieldView(**plain, label=_("Value"), widget="textarea" if several else _widget(field))]
    plain["options"] = [Option(value=key, label=label, chosen=key in values) for key, label in choices]
    widget: Widget = "checkboxes" if ask.shape == "many" else "radio"
    return [FieldView(**plain, label=_("Values"), widget=widget, hide_label=True)]


def _things(builder: Builder, field: Field, values: Sequence[str], errors: Sequence[str]) -> list[FieldView]:
    """What is chosen and what each reader means in their own way as check boxes, everything else by typing."""
    reference = field.reference or ""
    known: dict[str, Words] = {one.word: one.label for one in entity_named(reference).shorthands}
    names = named_rows(builder.reader.actor, {(reference, value) for value in values if value not in known})
    told = {public_id: label for _entity, public_id, label in names}
    shown = {**known, **{value: told.get(value, value) for value in values if value not in known}}
    options = [Option(value=value, label=label, chosen=value in values) for value, label in shown.items()]
    chosen = FieldView(name=VALUE, label=_("Values"), widget="checkboxes", options=options, hide_label=True)
    search = FieldView(
        name=VALUE,
        label=_("Find %(things)s") % {"things": str(entity_named(reference).label_plural).lower()},
        widget="combobox",
        search_url=options_url(reference),
        errors=errors,
        id="f-find-value",
    )
    return [chosen, search] if options else [search]


def _widget(field: Field) -> Widget:
    if field.type in {FieldType.DATE, FieldType.INSTANT}:
        return "date"
    return "number" if field.type in {FieldType.NUMBER, FieldType.MONEY, FieldType.AMOUNT} else "text"


def refused_chips(description: ListDescription, query: ListQuery, reader: Reader) -> list[Chip]:
    """The chips of a list that cannot be read, each that is at fault with the reason; none for no filter at all."""
    entity = entity_named(description.entity)
    fields = DescribedFields(entity)
    try:
        asked = asked_of(query, fields, [facet.name for facet in description.facets])
    except FilterInvalid:
        return []
    refusals: dict[str, Words] = {}
    for place, part in asked.parts.items():
        try:
            compile_filter(entity, part, reader.actor, today=reader.today)
        except FilterInvalid as refusal:
            refusals[place] = str(refusal)
    named = named_rows(
        reader.actor, {pair for part in asked.parts.values() for pair in referred(part, fields)}
    )
    return chips_of(asked, {(name, key): label for name, key, label in named}, refusals)


def _names_of(builder: Builder, parts: Iterable[Filter]) -> Mapping[tuple[str, str], str]:
    pairs = {pair for part in parts for pair in referred(part, builder.fields)}
    return {(name, key): label for name, key, label in named_rows(builder.reader.actor, pairs)}
