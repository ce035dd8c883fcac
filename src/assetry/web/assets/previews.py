"""What a change of many would do: N change, M are so already, K are refused and why."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.assets.holders import HOLDER_COLUMNS
from assetry.domain.assets.moves import Decision
from assetry.domain.assets.refusals import AlreadySo
from assetry.domain.assets.rules import RETIRED_STATES
from assetry.web.assets.acts import Act
from assetry.web.assets.cells import HOLDERS, asset_label, asset_title
from assetry.web.assets.holders import holder_label
from assetry.web.assets.picked import picked_of
from assetry.web.assets.retiring import retiring_notes
from assetry.web.assets.selection import Selection, pack_picks
from assetry.web.components import cells
from assetry.web.components.blocks import Picked, Table, TableColumn
from assetry.web.components.parts import Chip, Step, Tile, Words
from assetry.web.kit.context import PreviewPage
from assetry.web.kit.forms import FormState

SAMPLE = 20


def preview_page(
    act: Act, selection: Selection, form: FormState, decision: Decision, back: str
) -> PreviewPage:
    """The page between the form and the act; sending it names exactly the rows that would change."""
    same = [a for a in selection.assets if isinstance(decision.reasons.get(a.pk), AlreadySo)]
    refused = [a for a in selection.assets if a.pk in decision.reasons and a not in same]
    ready = [a for a in selection.assets if a.pk not in decision.reasons]
    changes = [change for asset in ready[:SAMPLE] for change in _changes(asset, form, decision)]
    sent = [(name, text) for name, text in form.texts.items() if text]
    count = len(ready)
    verb = ngettext("%(verb)s %(n)d asset", "%(verb)s %(n)d assets", count) % {"verb": act.verb, "n": count}
    return PreviewPage(
        title=act.title,
        summary=_assets(len(selection.assets)),
        action=act.url(""),
        submit=verb,
        cancel_url=back,
        steps=(
            Step(label=_("Choose"), state="done"),
            Step(label=_("Preview"), state="current"),
            Step(label=_("Apply")),
        ),
        chips=_chips(form),
        tiles=_tiles(ready, same, refused),
        notes=retiring_notes(act, _retiring(ready, decision), form.reader),
        refused=_refused(act, refused, decision, form),
        refused_count=len(refused),
        sample=_table(changes) if changes else None,
        sample_note=_("the first %(n)d") % {"n": SAMPLE} if count > SAMPLE else "",
        hidden=[*sent, ("picks", pack_picks(ready)), ("confirmed", "1"), ("return_to", back)],
        foot=_("Exactly these, or none."),
        submit_disabled=not ready,
    )


def _retiring(ready: Sequence[Any], decision: Decision) -> list[Any]:
    """Those that would be retired."""
    return [asset for asset in ready if (to := decision.targets.get(asset.pk)) and to.state in RETIRED_STATES]


def _assets(count: int) -> str:
    return ngettext("%(n)d asset", "%(n)d assets", count) % {"n": count}


def _tiles(ready: Sequence[Any], same: Sequence[Any], refused: Sequence[Any]) -> list[Tile]:
    return [
        Tile(label=_("Change"), value=str(len(ready))),
        Tile(label=_("Already so"), value=str(len(same)), note=_("left as they are")),
        Tile(
            label=_("Refused"),
            value=str(len(refused)),
            note=_("named below") if refused else "",
            tone="late" if refused else "",
        ),
    ]


def _refused(act: Act, refused: Sequence[Any], decision: Decision, form: FormState) -> Picked | None:
    return picked_of(act, refused, decision, form.reader) if refused else None


def _chips(form: FormState) -> list[Chip]:
    """What was chosen, field by field."""
    chips = []
    for name, text in form.texts.items():
        if text and name != "note":
            field = form.fields[name]
            value = form.tokens.get(name) or str(field.choice_label(text))
            chips.append(Chip(label=field.label, value=value))
    return chips


def _changes(asset: Any, form: FormState, decision: Decision) -> Iterator[Sequence[Words]]:
    """One line per fact that changes: tag, asset, field, before → after."""
    for label, before, after in _facts(asset, form, decision):
        if before != after:
            diff = cells.diff_html(before, after)
            yield (cells.code_html(asset.asset_tag or ""), asset_title(asset), label, diff)


def _facts(asset: Any, form: FormState, decision: Decision) -> Iterator[tuple[Words, str, str]]:
    status = decision.targets.get(asset.pk)
    if status is not None:
        yield _("Status"), asset.status.name, status.name
        if status.state not in {"in_use", "in_maintenance", "missing"}:
            yield _("Holder"), _holder_name(asset), ""
    if holder := form.values.get("holder"):
        yield _("Holder"), _holder_name(asset), holder_label(holder)
    if location := form.values.get("location"):
        yield _("Location"), asset.location.name if asset.location else "", location.name


def _holder_name(asset: Any) -> str:
    if all(getattr(asset, column) is None for column in HOLDER_COLUMNS):
        return ""
    holder = next(
        found for attribute, _entity, _icon in HOLDERS if (found := getattr(asset, attribute)) is not None
    )
    return asset_label(holder) if hasattr(holder, "asset_tag") else str(holder.name)


def _table(changes: Sequence[Sequence[Words]]) -> Table:
    columns = (
        TableColumn(_("Tag")),
        TableColumn(_("Asset")),
        TableColumn(_("Field")),
        TableColumn(_("Before and after")),
    )
    return Table(caption=_("What changes"), columns=columns, rows=changes)
