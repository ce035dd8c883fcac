"""Forms from field descriptions: what stands in an input, what was typed, what a refusal says about which field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.money import parse_amount
from assetry.kernel.refusals import InvalidInput, InvalidValue, NotFound, Refusal, Text
from assetry.kernel.registry import entity_named
from assetry.kernel.values import clean_value
from assetry.web.components.fields import FieldError, FieldView, Option, Widget
from assetry.web.components.parts import Note
from assetry.web.kit.choices import options_url, typed_choice
from assetry.web.kit.context import FieldGroup
from assetry.web.kit.reader import Reader
from assetry.web.kit.values import follow, input_text, value_of

NOTHING: Mapping[str, Callable[[Any], Any]] = {}
REFERENCES = frozenset({FieldType.REFERENCE, FieldType.STATUS})
WIDGETS: dict[FieldType, Widget] = {
    FieldType.TEXT: "text",
    FieldType.LONG_TEXT: "textarea",
    FieldType.CODE: "code",
    FieldType.NUMBER: "number",
    FieldType.MONEY: "money",
    FieldType.AMOUNT: "text",
    FieldType.DATE: "date",
    FieldType.CHOICE: "select",
    FieldType.YES_NO: "checkbox",
    FieldType.REFERENCE: "combobox",
    FieldType.STATUS: "combobox",
}


@dataclass(frozen=True, kw_only=True)
class FormGroup:
    """Fields under a title; `half` ones stand in pairs, `folded` groups wait behind their title."""

    title: Text
    fields: Sequence[str]
    half: frozenset[str] = frozenset()
    folded: bool = False


@dataclass(kw_only=True)
class FormState:
    """What stands in a form now: texts by field, words for chosen references, messages, and values as read.

    `options` turns a field into a select, or into what `widgets` says; `narrowed` is added to the address that its
    combobox asks; `searches` makes a text field one that is chosen from what an address of the area's own finds.
    """

    fields: Mapping[str, Field]
    reader: Reader
    texts: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Text] = field(default_factory=dict)
    refused: Refusal | None = None
    options: dict[str, Sequence[Option]] = field(default_factory=dict)
    widgets: dict[str, Widget] = field(default_factory=dict)
    narrowed: dict[str, str] = field(default_factory=dict)
    searches: dict[str, str] = field(default_factory=dict)
    currency: str = ""

    def show(self, name: str, value: Any) -> None:
        """Let a value stand in a field."""
        described = self.fields[name]
        self.texts[name] = input_text(described, value, self.reader, self.currency)
        if described.type in REFERENCES and value is not None:
            self.tokens[name] = entity_named(described.reference or "").title(value)

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal where it belongs: beside its fields, else above the form."""
        self.refused = refusal
        self.errors |= messages_of(refusal, self.fields)

    @property
    def status(self) -> int:
        """The status of the answer that shows this form."""
        if self.refused is not None:
            return self.refused.status
        return 422 if self.errors else 200

    @property
    def notes(self) -> list[Note]:
        """What is said above the form because no field of it is meant."""
        message = self.errors.get("")
        return [Note(text=str(message), tone="bad", urgent=True)] if message else []

    @property
    def summary(self) -> list[FieldError]:
        """The messages with links to their fields; the one above the form is not among them."""
        return [
            FieldError(field_id=f"f-{name}", label=str(self.fields[name].label), message=str(message))
            for name, message in self.errors.items()
            if name in self.fields
        ]

    def groups(self, layout: Sequence[FormGroup]) -> list[FieldGroup]:
        """The fields as they are drawn; a folded group with a message stands open, an empty one falls away."""
        drawn = []
        for group in layout:
            names = [name for name in group.fields if name in self.fields]
            views = [replace(self.view(name), half=name in group.half) for name in names]
            folded = group.folded and not any(name in self.errors for name in names)
            if views:
                drawn.append(
                    FieldGroup(title=group.title, fields=views, folded=folded, hide_title=not group.title)
                )
        return drawn

    def view(self, name: str) -> FieldView:
        """One field, ready to draw."""
        described = self.fields[name]
        options = self._options(described)
        widget = self._widget(described)
        return FieldView(
            name=name,
            label=described.label,
            widget=widget,
            value=self.texts.get(name, ""),
            token=self.tokens.get(name, ""),
            options=options,
            required=described.required,
            help=described.help,
            errors=(str(self.errors[name]),) if name in self.errors else (),
            unit=self.currency if described.type is FieldType.MONEY else "",
            max_length=described.max_length if described.type not in REFERENCES else None,
            search_url=self._search_url(described) if widget == "combobox" else "",
        )

    def _widget(self, described: Field) -> Widget:
        if described.name in self.widgets:
            return self.widgets[described.name]
        if described.name in self.options:
            return "select"
        return "combobox" if described.name in self.searches else WIDGETS[described.type]

    def _search_url(self, described: Field) -> str:
        own = self.searches.get(described.name)
        return own or options_url(described.reference or "", self.narrowed.get(described.name, ""))

    def _options(self, described: Field) -> Sequence[Option]:
        if described.name in self.options:
            chosen = self.texts.get(described.name, "")
            return [replace(option, chosen=option.value == chosen) for option in self.options[described.name]]
        if described.type is not FieldType.CHOICE:
            return ()
        chosen = self.texts.get(described.name, "")
        empty = [] if described.required else [Option(value="", label="—", chosen=not chosen)]
        return [
            *empty,
            *(
                Option(value=choice.value, label=choice.label, chosen=choice.value == chosen)
                for choice in described.choices
                if not choice.retired or choice.value == chosen
            ),
        ]


def filled_form(
    fields: Mapping[str, Field],
    row: Any,
    reader: Reader,
    values: Mapping[str, Callable[[Any], Any]] = NOTHING,
) -> FormState:
    """A form that shows a row's values; `values` reads those that are no columns of it."""
    currency = next((f.currency_path for f in fields.values() if f.currency_path), "")
    form = FormState(fields=fields, reader=reader, currency=(follow(row, currency) or "") if currency else "")
    for name, described in fields.items():
        form.show(name, values[name](row) if name in values else value_of(described, row))
    return form


def read_form(fields: Mapping[str, Field], data: Mapping[str, str], reader: Reader) -> FormState:
    """What was typed, read field by field: values where they could be read, messages where not, texts always."""
    form = FormState(fields=fields, reader=reader)
    for name, described in fields.items():
        form.texts[name] = data.get(name, "")
        try:
            form.values[name] = _read(form, described, data)
        except InvalidValue as refusal:
            form.errors[name] = refusal.params["reason"]
        except NotFound:
            form.errors[name] = _("Choose one from the list.")
    return form


def messages_of(refusal: Refusal, fields: Mapping[str, Field]) -> dict[str, Text]:
    """The messages of a refusal by field; "" is the form itself. What names no field of ours stands there too."""
    errors = refusal.errors if isinstance(refusal, InvalidInput) else {refusal.field or "": str(refusal)}
    return {name if name in fields else "": message for name, message in errors.items()}


def _read(form: FormState, described: Field, data: Mapping[str, str]) -> Any:
    text = form.texts[described.name].strip()
    if described.type in REFERENCES:
        return _read_reference(form, described, text, data.get(f"{described.name}_text", "").strip())
    if described.type in {FieldType.MONEY, FieldType.NUMBER} and text:
        return clean_value(described, _number(text))
    return clean_value(described, text)


def _number(text: str) -> Any:
    """1,249.00 as a number; what cannot be read stays text, for the field to refuse."""
    try:
        return parse_amount(text)
    except ValueError:
        return text


def _read_reference(form: FormState, described: Field, public_id: str, typed: str) -> Any:
    entity = entity_named(described.reference or "")
    if not public_id and not typed:
        return clean_value(described, None)
    actor = form.reader.actor
    found = entity.get_for(actor, public_id) if public_id else typed_choice(entity, actor, typed)
    form.texts[described.name] = found.public_id
    form.tokens[described.name] = entity.title(found)
    return found
