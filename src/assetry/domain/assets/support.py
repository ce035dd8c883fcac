"""Finds which release each asset runs: what its facet says, beside the names of products and their release lines."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from assetry.domain.assets.kinds.kind import Kind
from assetry.domain.assets.kinds.registry import KINDS
from assetry.domain.catalog.models import Release, ReleasedProduct

type Said = tuple[str, str]
_NOISE = re.compile(r"[\s_,;()®™]+")


@dataclass(frozen=True, slots=True)
class Known:
    """A release as the matcher needs it; `words` are its line, folded."""

    key: int
    product: int
    words: str
    ends_on: date | None
    released_on: date | None


class Matcher:
    """All products by their names, all releases by their product."""

    def __init__(self, products: Iterable[ReleasedProduct], releases: Iterable[Release]) -> None:
        self.names: dict[str, int] = {}
        for product in products:
            for name in (*product.also.splitlines(), product.code, product.name):
                self.names[fold(name)] = product.pk
        self.names.pop("", None)
        self.lines: dict[int, list[Known]] = {}
        for release in releases:
            ends_on = release.security_until or release.active_until
            known = Known(release.pk, release.product_id, fold(release.line), ends_on, release.released_on)
            self.lines.setdefault(known.product, []).append(known)
        for lines in self.lines.values():
            lines.sort(key=lambda one: len(one.words), reverse=True)

    def match(self, product: str, version: str) -> Known | None:
        """The release that a product's name and a version mean; "Debian 13" in one of them works too."""
        words = fold(f"{product} {version}").split()
        for length in range(len(words), 0, -1):
            key = self.names.get(" ".join(words[:length]))
            if key is None:
                continue
            found = self._line(key, " ".join(words[length:])) or self._line(key, words[length - 1])
            if found is not None:
                return found
        return None

    def _line(self, product: int, version: str) -> Known | None:
        """The longest line that the version begins with: 14 of 14.19, 2012 R2 of 2012 R2 SP1; never 1 of 14."""
        version = re.sub(r"^v(?=\d)", "", version)
        for one in self.lines.get(product, ()):
            if version == one.words or re.match(rf"{re.escape(one.words)}[\s.\-]", version):
                return one
        return None

    def successor_of(self, known: Known) -> Known | None:
        """The newest release of the product, where that is a later one."""
        dated = [one for one in self.lines[known.product] if one.released_on]
        newest = max(dated, key=lambda one: (one.released_on, one.words), default=None)
        is_later = (
            newest and known.released_on and newest.released_on and newest.released_on > known.released_on
        )
        return newest if is_later else None


def fold(text: str) -> str:
    """Lower case, marks and runs of white space as one space."""
    return _NOISE.sub(" ", text.lower()).strip()


def settle_support(asset_ids: Sequence[int] | None = None) -> None:
    """Bring the releases of these assets (None: of all) in step with what they say and with what is known.

    Each pair of words is looked up once, however many assets say it; two statements a kind write what differs.
    """
    matcher = Matcher(ReleasedProduct.objects.all(), Release.objects.all())
    for kind in KINDS.values():
        if kind.runs is not None:
            matches = {pair: matcher.match(*pair) for pair in _said(kind, kind.runs, asset_ids)}
            known = {pair: found for pair, found in matches.items() if found}
            _write(kind, kind.runs, known, matcher, asset_ids)


def says_what_it_runs(kind_code: str) -> bool:
    """Whether assets of the kind say which release they run."""
    return kind_code in KINDS and KINDS[kind_code].runs is not None


def _said(kind: Kind, columns: tuple[str, str], asset_ids: Sequence[int] | None) -> list[Said]:
    rows: Any = (
        kind.table.objects.all() if asset_ids is None else kind.table.objects.filter(asset__in=asset_ids)
    )
    product, version = columns
    names = [name for name in (product, version) if name]
    pairs = rows.exclude(**{product: ""}).values_list(*names).distinct()
    return [(pair[0], pair[1] if version else "") for pair in pairs]


def _write(
    kind: Kind,
    columns: tuple[str, str],
    matches: Mapping[Said, Known],
    matcher: Matcher,
    asset_ids: Sequence[int] | None,
) -> None:
    product, version = columns
    facts = [(*pair, one.key, one.ends_on, matcher.successor_of(one)) for pair, one in matches.items()]
    columns_of_facts = [list(column) for column in zip(*facts, strict=True)] or [[], [], [], [], []]
    successors = [one.key if one else None for one in columns_of_facts[4]]
    ids = None if asset_ids is None else list(asset_ids)
    names = {
        "table": kind.table._meta.db_table,
        "product": product,
        "version": f"f.{version}" if version else "''",
    }
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT.format(**names), [*columns_of_facts[:4], successors, ids, ids])
        cursor.execute(_DELETE.format(**names), [*columns_of_facts[:2], ids, ids])


_UPSERT = """
    INSERT INTO assets_assetsupport AS s (asset_id, company_id, release_id, ends_on, successor_id)
    SELECT f.asset_id, f.company_id, m.release_id, m.ends_on, m.successor_id
    FROM unnest(%s::text[], %s::text[], %s::int[], %s::date[], %s::int[])
        AS m (product, version, release_id, ends_on, successor_id)
    JOIN {table} f ON f.{product} = m.product AND {version} = m.version
    WHERE %s::bigint[] IS NULL OR f.asset_id = ANY(%s::bigint[])
    ON CONFLICT (asset_id) DO UPDATE
        SET release_id = excluded.release_id, ends_on = excluded.ends_on, successor_id = excluded.successor_id
        WHERE (s.release_id, s.ends_on, s.successor_id)
            IS DISTINCT FROM (excluded.release_id, excluded.ends_on, excluded.successor_id)"""
_DELETE = """
    DELETE FROM assets_assetsupport s USING {table} f
    WHERE f.asset_id = s.asset_id AND NOT EXISTS (
            SELECT FROM unnest(%s::text[], %s::text[]) AS m (product, version)
            WHERE m.product = f.{product} AND m.version = {version})
        AND (%s::bigint[] IS NULL OR f.asset_id = ANY(%s::bigint[]))"""
