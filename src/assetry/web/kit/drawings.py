"""What stands for an asset where its model has no picture: a drawing of the device, else the kind's icon."""

from typing import Any

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
