"""The four acts of custody as forms: what each asks, the move that it previews, the operation that it calls."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets import acts as moves
from assetry.domain.assets import operations
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.models import Custody
from assetry.domain.assets.moves import Move
from assetry.domain.assets.queries import list_statuses_of_kinds
from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.periods import last_instant
from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import entity_named
from assetry.web.assets.holders import find_holder, holder_label, holder_value
from assetry.web.components.fields import Option
from assetry.web.components.parts import Words
from assetry.web.kit.choices import options_of
from assetry.web.kit.forms import FormGroup, FormState, read_form
from assetry.web.kit.reader import Reader

HALVES = frozenset({"expected_return_on", "condition", "effective_on", "status", "location"})
_CONDITIONS = tuple(Choice(value, label) for value, label in Custody.Condition.choices)


def _field(name: str, label: Words, type_: FieldType, **more: Any) -> Field:
    return Field(name=name, label=label, type=type_, **more)


HOLDER = _field(
    "holder", _("To"), FieldType.TEXT, help=_("A person, department, supplier, or an asset that it goes into")
)
LOCATION = _field("location", _("Location"), FieldType.REFERENCE, reference="location", tree=True)
STATUS = _field("status", _("Status"), FieldType.STATUS, reference="status")
DUE = _field(
    "expected_return_on", _("Expected back"), FieldType.DATE, help=_("Empty: for as long as it is needed")
)
CONDITION = _field("condition", _("Condition"), FieldType.CHOICE, choices=_CONDITIONS)
SINCE = _field("effective_on", _("Since"), FieldType.DATE, help=_("Empty: now. At most 90 days back"))
NOTE = _field("note", _("Note"), FieldType.LONG_TEXT, max_length=2000)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act. `names` are its fields, `move` builds what a preview asks, `operation` does it to all or none.

    `work` is its name among the changes of many.

    `previews` shows a page with everything that would change before many are changed.
    """

    work: str
    permission: P
    one: str
    many: str
    title: Words
    verb: Words
    done: Words
    fields: Sequence[Field]
    move: Callable[..., Move]
    operation: Callable[..., None]
    previews: bool = False

    def url(self, public_id: str) -> str:
        """Where the form is sent."""
        return reverse(self.one, kwargs={"public_id": public_id}) if public_id else reverse(self.many)

    @property
    def fields_by_name(self) -> dict[str, Field]:
        """The fields by their names."""
        return {field.name: field for field in self.fields}


CHECK_OUT = Act(
    work="check_out",
    permission=P.CHECK_OUT,
    one="asset_check_out",
    many="assets_check_out",
    title=_("Check out"),
    verb=_("Check out"),
    done=_("checked out"),
    fields=(HOLDER, DUE, CONDITION, LOCATION, SINCE, NOTE),
    move=moves.check_out_move,
    operation=operations.check_out_assets,
)
CHECK_IN = Act(
    work="check_in",
    permission=P.CHECK_IN,
    one="asset_check_in",
    many="assets_check_in",
    title=_("Check in"),
    verb=_("Check in"),
    done=_("checked in"),
    fields=(LOCATION, STATUS, CONDITION, SINCE, NOTE),
    move=moves.check_in_move,
    operation=operations.check_in_assets,
)
TRANSFER = Act(
    work="transfer",
    permission=P.TRANSFER,
    one="asset_transfer",
    many="assets_transfer",
    title=_("Transfer"),
    verb=_("Transfer"),
    done=_("transferred"),
    fields=(HOLDER, LOCATION, DUE, CONDITION, SINCE, NOTE),
    move=moves.transfer_move,
    operation=operations.transfer_assets,
    previews=True,
)
CHANGE_STATUS = Act(
    work="change_status",
    permission=P.CHANGE_STATUS,
    one="asset_change_status",
    many="assets_change_status",
    title=_("Change status"),
    verb=_("Change"),
    done=_("changed"),
    fields=(STATUS, SINCE, NOTE),
    move=moves.change_status_move,
    operation=operations.change_status_of_assets,
    previews=True,
)


def groups_of(act: Act, form: FormState) -> list[Any]:
    """One untitled group in the order of the act's fields."""
    return form.groups([FormGroup(title="", fields=[field.name for field in act.fields], half=HALVES)])


def new_form(act: Act, reader: Reader) -> FormState:
    """The form as it is first shown."""
    return FormState(fields=act.fields_by_name, reader=reader)


def offer(act: Act, form: FormState, assets: Sequence[Any]) -> None:
    """What can be chosen: holders by one search, places of the company, statuses of the kinds."""
    if "holder" in form.fields:
        form.searches["holder"] = reverse("holder_options")
    companies = {asset.company.public_id for asset in assets}
    if len(companies) == 1:
        own = f"company={companies.pop()}"
        form.narrowed["location"] = own
        if "holder" in form.fields:
            form.searches["holder"] += f"?{own}"
    if "status" in form.fields:
        form.options["status"] = _status_options(act, form, assets)


def _status_options(act: Act, form: FormState, assets: Sequence[Any]) -> list[Option]:
    statuses = list_statuses_of_kinds(form.reader.actor, {asset.kind_id for asset in assets})
    if act is CHECK_IN:
        back = [status for status in statuses if status.state in moves.BACK]
        return [Option(value="", label=_("In stock, as usual")), *options_of(entity_named("status"), back)]
    mine = {asset.status_id for asset in assets}
    others = [status for status in statuses if len(mine) > 1 or status.pk not in mine]
    return [Option(value="", label="—"), *options_of(entity_named("status"), others)]


def read_act(act: Act, data: Mapping[str, str], reader: Reader) -> FormState:
    """What was sent: `values` are the arguments of move and operation, left out where nothing was said."""
    form = read_form(act.fields_by_name, data, reader)
    _read_holder(act, form, data)
    if act is CHANGE_STATUS and form.values.get("status") is None:
        form.errors.setdefault("status", _("Choose a status."))
    nothing_moves = form.values.get("holder") is None and form.values.get("location") is None
    if act is TRANSFER and nothing_moves and not form.errors:
        form.errors["holder"] = _("Say who gets it, where it goes, or both.")
    day = form.values.pop("effective_on", None)
    form.values = {name: value for name, value in form.values.items() if value not in (None, "")}
    if day is not None:
        form.values["effective_at"] = instant_of(day, reader)
    return form


def _read_holder(act: Act, form: FormState, data: Mapping[str, str]) -> None:
    if "holder" not in form.fields:
        return
    try:
        holder = find_holder(form.reader.actor, data.get("holder", ""), data.get("holder_text", "").strip())
    except NotFound:
        form.errors["holder"] = _("Choose one from the list.")
        return
    form.values["holder"] = holder
    if holder is None and act is CHECK_OUT:
        form.errors["holder"] = _("Say who gets it.")
    if holder is not None:
        entity = next(name for name in ("person", "department", "asset", "supplier") if _is(holder, name))
        form.texts["holder"], form.tokens["holder"] = holder_value(entity, holder), holder_label(holder)


def _is(holder: Any, entity: str) -> bool:
    return bool(holder._meta.db_table == entity_named(entity).table)


def instant_of(day: Any, reader: Reader) -> datetime:
    """A day as the instant of an act: now for today, else the end of that day."""
    return reader.now if day == reader.today else last_instant(day, reader.zone)
