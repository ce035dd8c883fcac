"""The picture that stands for an asset: that of its model."""

from typing import Any

from assetry.web.kit.links import route_url


def picture_of(asset: Any) -> str:
    """The address of the picture of its model, empty where that has none."""
    if not asset.picture_sha256:
        return ""
    return route_url("model_picture_file", public_id=asset.model.public_id, sha256=asset.picture_sha256)
