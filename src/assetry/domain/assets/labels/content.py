"""What stands on the label of an asset."""

from collections.abc import Sequence
from dataclasses import dataclass

from assetry.domain.assets.asset_models import Asset


@dataclass(frozen=True, slots=True)
class Label:
    """The words of one label. `code` is the tag, or the public id of what has none; `link` opens the asset."""

    code: str
    title: str
    subtitle: str
    company: str
    link: str


def make_labels(assets: Sequence[Asset], *, base_url: str) -> list[Label]:
    """One label per asset, in the order given. `base_url` is what the QR code begins with."""
    return [_label(asset, base_url) for asset in assets]


def _label(asset: Asset, base_url: str) -> Label:
    model = asset.model.name if asset.model else ""
    title = asset.name or model
    return Label(
        code=asset.asset_tag or asset.public_id,
        title=title,
        subtitle=model if model != title else "",
        company=asset.company.name,
        link=f"{base_url}/q/{asset.public_id}",
    )
