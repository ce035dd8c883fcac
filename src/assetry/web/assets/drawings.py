"""The picture that stands for an asset where its model has none: a drawing of the device, else the kind's icon."""

from typing import Any

from assetry.web.kit.links import route_url

# Words of a category's name, as the drawings are called.
DRAWN = {
    "laptop": ("laptop", "notebook", "macbook"),
    "monitor": ("monitor", "display", "screen", "desktop"),
    "phone": ("phone", "mobile", "tablet"),
    "printer": ("printer", "scanner"),
    "server": ("server", "storage", "nas"),
    "network": ("switch", "router", "network", "firewall", "access point"),
    "dock": ("dock", "hub"),
    "headset": ("headset", "headphone", "audio"),
}


def drawing_of(asset: Any) -> str:
    """The name of a drawing, else of an icon."""
    word = asset.category.name.lower()
    for drawing, words in DRAWN.items():
        if any(part in word for part in words):
            return drawing
    return str(asset.category.icon or asset.kind.icon)


def picture_of(asset: Any) -> str:
    """The address of the picture of its model, empty where that has none."""
    if not asset.picture_sha256:
        return ""
    return route_url("model_picture_file", public_id=asset.model.public_id, sha256=asset.picture_sha256)
