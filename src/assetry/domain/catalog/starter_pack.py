"""The data pack that comes with Assetry: widely used products, as their publishers' pages had them on its day."""

from datetime import date
from functools import cache
from importlib.resources import files

from assetry.domain.catalog.packs import Pack, read_pack


@cache
def starter_pack() -> Pack:
    """Read once; every fact in it has its day."""
    content = files("assetry.domain.catalog").joinpath("starter_releases.json").read_bytes()
    return read_pack(content, as_of=date.min)
