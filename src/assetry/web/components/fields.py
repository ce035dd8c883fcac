"""Fields of a form as the component `<c-form-field>` draws them; Django's bound fields are turned into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from assetry.web.components.parts import Words

type Widget = Literal[
    "text", "code", "email", "password", "number", "money", "date", "textarea", "select", "radio", "checkbox",
    "checkboxes", "combobox", "file", "hue", "hidden", "readonly",
]  # fmt: skip

INPUT_TYPES = {"email": "email", "password": "password", "number": "text", "money": "text", "date": "text"}
INPUT_MODES = {"number": "numeric", "money": "decimal"}


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value to choose. `label` may be a badge; `note` explains it, `count` says how many rows have it."""

    value: str
    label: Words
    chosen: bool = False
    note: Words = ""
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """One field, ready to draw.

    `value` is the text that stands in it. `unit` is shown after the input (a currency). A `combobox` asks
    `search_url?q=…` for its options (an HTML fragment, see `cotton/options.html`), sends the chosen id under
    `name` and shows `token`; `create` lets the typed text stand as a new name. `half` fields stand in pairs.
    """

    name: str
    label: Words
    widget: Widget = "text"
    id: str = ""
    value: str = ""
    token: Words = ""
    options: Sequence[Option] = ()
    required: bool = False
    help: Words = ""
    errors: Sequence[Words] = ()
    unit: Words = ""
    half: bool = False
    autofocus: bool = False
    autocomplete: str = ""
    placeholder: Words = ""
    max_length: int | None = None
    rows: int = 3
    search_url: str = ""
    create: bool = False
    hide_label: bool = False
    accept: str = ""
    aside: Words = ""

    @property
    def html_id(self) -> str:
        """The id of the control."""
        return self.id or f"f-{self.name}"

    @property
    def described_by(self) -> str:
        """The ids of error and help, for screen readers."""
        parts = [f"{self.html_id}-e"] * bool(self.errors) + [f"{self.html_id}-h"] * bool(self.help)
        return " ".join(parts)

    @property
    def input_type(self) -> str:
        """The type of the `<input>`; dates, numbers and money are text so that people may write them their way."""
        return INPUT_TYPES.get(self.widget, "text")

    @property
    def attributes(self) -> SafeString:
        """The attributes that every kind of control shares, with a space before them."""
        return flatatt(
            {
                "inputmode": INPUT_MODES.get(self.widget),
                "required": self.required and self.widget != "combobox",
                "aria-required": "true" if self.required and self.widget == "combobox" else None,
                "maxlength": self.max_length,
                "placeholder": self.placeholder or None,
                "autocomplete": self.autocomplete or ("off" if self.widget in {"combobox", "date"} else None),
                "aria-invalid": "true" if self.errors else None,
                "aria-describedby": self.described_by or None,
                "autofocus": self.autofocus,
            }
        )


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """One line of the summary above a form: which field, and what to change."""

    field_id: str
    label: Words
    message: Words


WIDGETS: dict[str, Widget] = {
    "Textarea": "textarea",
    "Select": "select",
    "RadioSelect": "radio",
    "CheckboxSelectMultiple": "checkboxes",
    "CheckboxInput": "checkbox",
    "EmailInput": "email",
    "PasswordInput": "password",
    "NumberInput": "number",
    "DateInput": "date",
    "FileInput": "file",
    "ClearableFileInput": "file",
    "HiddenInput": "hidden",
}


def field_from_bound(bound: BoundField) -> FieldView:
    """What `<c-form-field>` draws for a field of a Django form."""
    widget = bound.field.widget
    value = bound.value()
    name = type(widget).__name__
    typed: Widget = "email" if getattr(widget, "input_type", "") == "email" else "text"
    return FieldView(
        name=bound.html_name,
        id=bound.id_for_label or bound.auto_id or f"f-{bound.html_name}",
        label=bound.label,
        widget=WIDGETS.get(name, typed),
        value="" if value is None or name == "PasswordInput" else str(value),
        options=_options(bound),
        required=bound.field.required,
        help=bound.help_text,
        errors=tuple(str(error) for error in bound.errors),
        autofocus=bool(widget.attrs.get("autofocus")),
        autocomplete=str(widget.attrs.get("autocomplete", "")),
        max_length=getattr(bound.field, "max_length", None),
    )


def _options(bound: BoundField) -> tuple[Option, ...]:
    choices = getattr(bound.field, "choices", ())
    chosen = bound.value()
    values = {str(value) for value in chosen} if isinstance(chosen, list | tuple | set) else {str(chosen)}
    return tuple(
        Option(value=str(value), label=label, chosen=str(value) in values) for value, label in choices
    )
