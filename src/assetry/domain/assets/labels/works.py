"""The labels of any number of assets, made by a job: PDFs of some forty sheets each, in the order of tags."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.labels.content import make_labels
from assetry.domain.assets.labels.layouts import LAYOUTS, Layout, draw_labels
from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.refusals import NotPermitted
from assetry.platform.bulk.making import Part
from assetry.platform.bulk.refusals import UndoOver
from assetry.platform.bulk.registry import register_work
from assetry.platform.bulk.works import Arguments, Differences, Task, Verdicts
from assetry.platform.permissions.actor import Actor

SHEETS = 47  # 987 labels of 21 a sheet
FIELDS: Mapping[str, Field] = {
    "layout": Field(
        name="layout",
        label=_("Layout"),
        type=FieldType.CHOICE,
        choices=tuple(Choice(layout.value, info.name) for layout, info in LAYOUTS.items()),
        required=True,
    ),
    "skip": Field(
        name="skip",
        label=_("Places to skip"),
        type=FieldType.NUMBER,
        largest=999,
        decimals=0,
        help=_("How many places of the first sheet are used up already"),
    ),
}


@dataclass(frozen=True, kw_only=True)
class LabelAssets:
    """Print many labels."""

    entity = "asset"
    name = "label"
    permission: str = P.LABEL
    verb = _("Print labels of")
    icon = "printer"

    def fields(self, rows: Any) -> Mapping[str, Field]:
        """How they are printed."""
        return FIELDS

    def decide(self, task: Task) -> Verdicts:
        """Whatever the actor may label."""
        may = set(_labelable(task.actor).filter(pk__in=task.ids).values_list("pk", flat=True))
        refused = {key: NotPermitted(permission=P.LABEL) for key in task.ids if key not in may}
        return Verdicts(frozenset(), refused)

    def differences(self, task: Task) -> Differences:
        """Nothing changes."""
        return {}

    def make(self, actor: Actor, rows: Any, arguments: Arguments) -> Iterator[Part]:
        """PDFs, numbered."""
        layout, skip = Layout(arguments["layout"]), int(arguments.get("skip") or 0)
        skip %= LAYOUTS[layout].per_page
        ids = list(
            _labelable(actor).filter(pk__in=rows).order_by("asset_tag", "id").values_list("pk", flat=True)
        )
        most = 21 * SHEETS
        chunks = [tuple(ids[: most - skip]), *batched(ids[most - skip :], most)]
        for number, keys in enumerate(chunks, start=1):
            assets = _labelable(actor).filter(pk__in=keys).select_related("company", "model")
            labels = make_labels(list(assets.order_by("asset_tag", "id")), base_url=settings.BASE_URL)
            if labels:
                content = draw_labels(labels, layout, skip=skip if number == 1 else 0)
                yield Part(f"labels-{number:03d}.pdf", content, len(labels))

    def may_take(self, actor: Actor, rows: Any) -> bool:
        """Whether all of them that are there may still be labeled."""
        return not Asset.objects.filter(pk__in=rows).exclude(pk__in=_labelable(actor).values("pk")).exists()

    def carry_out(self, task: Task) -> None:
        """It changes nothing: see `make`."""

    def decide_undo(self, task: Task) -> Verdicts:
        """Nothing to take back."""
        return Verdicts(frozenset(), {key: UndoOver() for key in task.ids})

    def differences_undone(self, task: Task) -> Differences:
        """Nothing to take back."""
        return {}

    def undo(self, task: Task) -> None:
        """Nothing to take back."""
        raise UndoOver


def _labelable(actor: Actor) -> Any:
    return Asset.objects.visible_to(actor, P.LABEL)


def register() -> None:
    """Make the work known."""
    register_work(LabelAssets())
