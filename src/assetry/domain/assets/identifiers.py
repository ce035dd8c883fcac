"""Identifiers in comparable form."""

import re

from assetry.kernel.text import tag_key

_SEPARATORS = re.compile(r"[\s:.\-]")


def identifier_key(scheme: str, value: str) -> str:
    """What two writings of the same identifier share: MACs and UUIDs lose their separators, all of them their case."""
    if scheme == "old_tag":
        return tag_key(value.strip())
    if scheme in {"mac", "uuid", "imei"}:
        return _SEPARATORS.sub("", value).upper()[:200]
    return value.strip().upper()[:200]  # upper case can be longer: ß becomes SS
