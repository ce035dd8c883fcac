"""The class that an asset has for what it stores, and who answers for another one."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assetry.domain.assets.asset_models import Classification
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.queries import find_class_override
from assetry.web.assets.verbs import may_act
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Prop, Props, Prose
from assetry.web.components.parts import Action
from assetry.web.kit.reader import Reader


def class_panels(asset: Any, reader: Reader) -> list[Panel]:
    """Where it stores something that has a class."""
    stored = getattr(asset, "stored_class", None)
    if stored is None:
        return []
    own = asset.get_classification_display() if asset.classification else ""
    props = [
        Prop(label=_("By what it stores"), value=Classification(stored.classification).label),
        Prop(label=_("As set by hand"), value=cells.text_html(str(own)) if own else cells.none_html()),
    ]
    blocks: list[Props | Prose] = [Props(props=props)]
    override = find_class_override(asset)
    if override is not None and override.expires_on >= reader.today:
        day = cells.format_day(override.expires_on, reader.locale)
        blocks.append(Prose(text=override.reason, heading=_("Overridden until %(day)s") % {"day": day}))
    url = reverse("asset_override_class", kwargs={"public_id": asset.public_id})
    action = Action(label=_("Override"), url=url, icon="pencil", how="dialog", small=True)
    actions = (action,) if may_act(reader.actor, asset, P.EDIT) else ()
    return [Panel(title=_("Class"), id="class", blocks=blocks, actions=actions)]
