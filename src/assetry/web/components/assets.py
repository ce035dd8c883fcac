"""Addresses of our own static files: they change with the content, so a browser may keep what it has."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static


@cache
def _fingerprint(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        return "missing"
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:8]


def asset_url(path: str) -> str:
    """The address of a file under `static/`, with a fingerprint of its content."""
    if settings.DEBUG:
        _fingerprint.cache_clear()
    return f"{static(path)}?v={_fingerprint(path)}"
