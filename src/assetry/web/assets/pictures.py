"""The picture that stands for an asset: that of its model."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from assetry.web.components.icons import drawing_html
from assetry.web.kit.drawings import drawing_of
from assetry.web.kit.links import route_url
from assetry.web.kit.values import follow


def picture_of(asset: Any) -> str:
    """The address of the picture of its model, empty where that has none."""
    if not asset.picture_sha256:
        return ""
    return route_url("model_picture_file", public_id=asset.model.public_id, sha256=asset.picture_sha256)


def photo_of(asset: Any) -> SafeString:
    """The picture of a loaded row's model, else a drawing of what it is."""
    sha256 = follow(asset, "model__picture__sha256")
    if not sha256:
        return drawing_html(drawing_of(asset))
    url = route_url("model_picture_file", public_id=asset.model.public_id, sha256=sha256)
    return format_html('<img src="{}" alt="" loading="lazy">', url)
