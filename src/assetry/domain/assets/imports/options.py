"""What can be decided about an import of assets beside what all imports have."""

from assetry.platform.imports.options import ImportOptions

__all__ = ["CREATABLE", "ImportOptions"]

CREATABLE = ("company", "location", "supplier", "manufacturer", "model", "category", "person")
