"""Data packs of support dates: our own JSON format, and that of endoflife.date. Read, checked, nothing written.

Ours is `{"format": "assetry-releases/1", "source": …, "as_of": "2025-06-30", "products": [{"code", "name",
"publisher", "also": […], "link", "releases": [{"line", "latest_version", "released_on", "active_until",
"security_until", "extended_until"}]}]}`. A product or a release may carry a `source` and an
`as_of` of its own, and a day may be `{"on", "source", "as_of"}`: every fact has its source and the day of that.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from assetry.domain.catalog.refusals import PackUnreadable
from assetry.domain.catalog.release_models import DAYS

FORMAT: Final = "assetry-releases/1"
MOST_BYTES: Final = 20_000_000
# Their words for our days, in both versions of their format; booleans say only that it is or is not so.
_THEIRS: Final[Mapping[str, tuple[str, ...]]] = {
    "released_on": ("releaseDate",),
    "active_until": ("eoasFrom", "support"),
    "security_until": ("eolFrom", "eol"),
    "extended_until": ("eoesFrom", "extendedSupport"),
}


@dataclass(frozen=True)
class Fact:
    """One day, by one source, as it stood on a day."""

    on: date
    source: str
    as_of: date


@dataclass(frozen=True)
class PackRelease:
    """A release line with its facts by the names of `DAYS`."""

    line: str
    latest_version: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class PackProduct:
    """A product with its releases."""

    code: str
    name: str
    publisher: str
    also: tuple[str, ...]
    link: str
    releases: tuple[PackRelease, ...]


@dataclass(frozen=True)
class Pack:
    """What a file holds."""

    products: tuple[PackProduct, ...]


def read_pack(content: bytes, *, as_of: date, code: str = "") -> Pack:
    """A pack of ours, or what endoflife.date answers for a product (`code` where it does not say which), or for all.

    `as_of` stands where the file names no day: when it was fetched. Raises PackUnreadable.
    """
    if len(content) > MOST_BYTES:
        raise PackUnreadable(reason="too large")
    try:
        data = json.loads(content)
        if isinstance(data, dict) and data.get("format") == FORMAT:
            return Pack(tuple(_product(each, data) for each in data["products"]))
        return Pack(tuple(_of_endoflife(data, as_of, code)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PackUnreadable(reason=f"{type(error).__name__}: {error}"[:200]) from error


def _product(data: dict[str, Any], pack: dict[str, Any]) -> PackProduct:
    said = {
        "source": data.get("source") or data.get("link") or pack.get("source"),
        "as_of": data.get("as_of") or pack["as_of"],
    }
    return PackProduct(
        code=_text(data["code"], 80),
        name=_text(data["name"], 120),
        publisher=_text(data.get("publisher", ""), 120),
        also=tuple(_text(each, 120) for each in data.get("also", [])),
        link=_text(data.get("link", ""), 300),
        releases=tuple(_release(each, said) for each in data["releases"]),
    )


def _release(data: dict[str, Any], said: dict[str, Any]) -> PackRelease:
    own = {name: data.get(name) or said[name] for name in ("source", "as_of")}
    facts = {name: _fact(data[name], own) for name in DAYS if data.get(name)}
    return PackRelease(_text(data["line"], 60), _text(data.get("latest_version", ""), 60), facts)


def _fact(day: Any, said: Mapping[str, Any]) -> Fact:
    told = {**said, **day} if isinstance(day, dict) else {**said, "on": day}
    if not told.get("source"):
        raise ValueError("a day has no source")
    return Fact(date.fromisoformat(told["on"]), _text(told["source"], 300), date.fromisoformat(told["as_of"]))


def _of_endoflife(data: Any, as_of: date, code: str) -> Iterator[PackProduct]:
    """One product's list of cycles (their old format), one product (v1), or a list of products (v1, full)."""
    if isinstance(data, list):
        yield _theirs(code, {"releases": data}, as_of)
        return
    result = data["result"]
    for product in result if isinstance(result, list) else [result]:
        yield _theirs(product["name"], product, as_of)


def _theirs(code: str, product: dict[str, Any], as_of: date) -> PackProduct:
    if not code:
        raise ValueError("the file does not say which product it is of")
    source = f"https://endoflife.date/{code}"
    releases = []
    for cycle in product["releases"]:
        days = {
            ours: cycle[theirs]
            for ours, names in _THEIRS.items()
            for theirs in names
            if isinstance(cycle.get(theirs), str)
        }
        latest = cycle.get("latest") or ""
        version = latest.get("name", "") if isinstance(latest, dict) else latest
        facts = {
            name: _fact(day, {"source": source, "as_of": as_of.isoformat()}) for name, day in days.items()
        }
        releases.append(
            PackRelease(_text(str(cycle.get("name") or cycle["cycle"]), 60), _text(str(version), 60), facts)
        )
    also = tuple(_text(each, 120) for each in product.get("aliases", []))
    links = product.get("links") or {}
    label = product.get("label") or code.replace("-", " ").capitalize()
    link = _text(links.get("releasePolicy") or source, 300)
    return PackProduct(_text(code, 80), _text(label, 120), "", also, link, tuple(releases))


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or any(ord(letter) < 32 for letter in value):
        raise ValueError(f"“{str(value)[:40]}” is no text of at most {longest} characters")
    return value
