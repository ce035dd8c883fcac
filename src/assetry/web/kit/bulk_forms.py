"""What a change of many asks for: the fields to set, or an area's own form, registered by entity and work."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType
from assetry.platform.bulk.models import BulkRun
from assetry.platform.bulk.runs import rows_of, work_of
from assetry.web.components.fields import Option
from assetry.web.kit.custom import HEADING, half_width
from assetry.web.kit.forms import FormGroup, FormState, read_form
from assetry.web.kit.reader import Reader

CLEAR = "clear_"
_SHORT = frozenset({FieldType.CHOICE, FieldType.NUMBER, FieldType.DATE, FieldType.MONEY, FieldType.CODE})
_HALF = _SHORT | {FieldType.REFERENCE, FieldType.YES_NO}


@dataclass(frozen=True, kw_only=True)
class BulkForm:
    """A form whose `values`, once read, are the work's arguments. `foot` says what it does with empty fields."""

    form: FormState
    layout: Sequence[FormGroup]
    fields: Mapping[str, Field]
    foot: Any = ""


type Provider = Callable[[BulkRun, Reader, Mapping[str, str] | None], BulkForm]
_providers: dict[tuple[str, str], Provider] = {}


def register_form(entity: str, work: str, provider: Provider) -> None:
    """Make the form of an area's own work known; called when its routes are made."""
    _providers[entity, work] = provider


def form_of(run: BulkRun, reader: Reader, data: Mapping[str, str] | None = None) -> BulkForm:
    """The form of a run as it is first shown, or as it was sent."""
    return _providers.get((run.entity, run.work), _edit_form)(run, reader, data)


def _edit_form(run: BulkRun, reader: Reader, data: Mapping[str, str] | None) -> BulkForm:
    """Every field that can be the same for several rows. What is left empty stays as it is in each of them."""
    known = work_of(run).fields(rows_of(run))
    fields = {name: replace(field, required=False) for name, field in known.items()}
    clearable = {
        CLEAR + name: Field(
            name=CLEAR + name,
            label=_("Make “%(field)s” empty") % {"field": field.label},
            type=FieldType.YES_NO,
        )
        for name, field in known.items()
        if not field.required and field.type is not FieldType.YES_NO
    }
    form = FormState(fields={**fields, **clearable}, reader=reader)
    if data is not None:
        form = _read(fields, clearable, data, reader)
    form.options |= _choices(fields)
    return BulkForm(
        form=form, layout=_layout(fields, clearable), fields=fields, foot=_("Empty fields stay as they are")
    )


def _read(
    fields: Mapping[str, Field], clearable: Mapping[str, Field], data: Mapping[str, str], reader: Reader
) -> FormState:
    given = {
        name: field
        for name, field in fields.items()
        if data.get(name, "").strip() or data.get(f"{name}_text", "").strip()
    }
    cleared = {name.removeprefix(CLEAR): None for name in clearable if data.get(name)}
    form = read_form(given, data, reader)
    form.values = {**form.values, **{name: "" for name in cleared if name not in given}}
    form.fields = {**fields, **clearable}
    form.texts |= {name: data.get(name, "") for name in clearable}
    for name in cleared.keys() & given.keys():
        form.errors[name] = _("Give a value, or make it empty: not both.")
    if not form.values and not form.errors:
        form.errors[""] = _("Fill in at least one field, or choose one to make empty.")
    return form


def _choices(fields: Mapping[str, Field]) -> dict[str, Sequence[Option]]:
    """A box to check has no third state for "as it is": it becomes a choice."""
    answers = [
        Option(value="", label=_("As it is")),
        Option(value="yes", label=_("Yes")),
        Option(value="no", label=_("No")),
    ]
    return {name: answers for name, field in fields.items() if field.type is FieldType.YES_NO}


def _layout(fields: Mapping[str, Field], clearable: Mapping[str, Field]) -> list[FormGroup]:
    custom = {name: field for name, field in fields.items() if field.key}
    own = [name for name in fields if name not in custom]
    half = frozenset(name for name in own if fields[name].type in _HALF)
    groups = [FormGroup(title=_("Set for all"), fields=own, half=half)]
    if custom:
        groups.append(FormGroup(title=HEADING, fields=tuple(custom), half=half_width(custom)))
    return [
        *groups,
        FormGroup(title=_("Make empty"), fields=tuple(clearable), half=frozenset(clearable), folded=True),
    ]
