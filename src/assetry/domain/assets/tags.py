"""Asset tags: allocated in blocks, on a connection of their own, never doubled and never given twice."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.db.models.lookups import In

from assetry.domain.assets.asset_models import Asset, AssetIdentifier
from assetry.domain.assets.tag_index import TagKey
from assetry.domain.assets.tag_models import TagScheme
from assetry.kernel.text import tag_key

_RAISE_COUNTER = """
    INSERT INTO assets_tagcounter (company_id, prefix, next_number)
    VALUES (%(company)s, %(prefix)s, %(least)s + %(count)s)
    ON CONFLICT (company_id, prefix)
    DO UPDATE SET next_number = greatest(assets_tagcounter.next_number, %(least)s) + %(count)s
    RETURNING next_number - %(count)s
"""
_NEXT_FREE = """
    SELECT number FROM (
        SELECT number, %(prefix)s || lpad(number::text, greatest(%(digits)s, length(number::text)), '0') AS tag
        FROM (SELECT generate_series(%(least)s::bigint, %(least)s::bigint + 10000000) AS number) AS numbers
    ) AS candidate
    WHERE NOT EXISTS (SELECT FROM assets_asset a WHERE a.company_id = %(company)s
                      AND public.assets_tag_key(a.asset_tag) = public.assets_tag_key(tag))
      AND NOT EXISTS (SELECT FROM assets_assetidentifier i WHERE i.value_key = public.assets_tag_key(tag)
                      AND i.company_id = %(company)s AND i.scheme = 'old_tag')
    LIMIT 1
"""

_NEXT_OF_EACH = """
    SELECT (
        SELECT number FROM (
            SELECT number, s.prefix || lpad(number::text, greatest(s.digits, length(number::text)), '0') AS tag
            FROM (SELECT generate_series(coalesce(c.next_number, 1),
                                         coalesce(c.next_number, 1) + 10000000) AS number) AS numbers
        ) AS candidate
        WHERE NOT EXISTS (SELECT FROM assets_asset a WHERE a.company_id = s.company
                          AND public.assets_tag_key(a.asset_tag) = public.assets_tag_key(tag))
          AND NOT EXISTS (SELECT FROM assets_assetidentifier i WHERE i.value_key = public.assets_tag_key(tag)
                          AND i.company_id = s.company AND i.scheme = 'old_tag')
        LIMIT 1
    )
    FROM unnest(%(companies)s::int[], %(prefixes)s::text[], %(digits)s::int[])
         WITH ORDINALITY AS s (company, prefix, digits, place)
    LEFT JOIN assets_tagcounter c ON c.company_id = s.company AND c.prefix = s.prefix
    ORDER BY s.place
"""


def allocate_tags(company_id: int, category_id: int, count: int) -> list[str]:
    """That many new tags after the scheme of the category, else of the company; empty without a scheme.

    The counter is raised and committed at once on a second connection: no other allocation waits for this
    transaction, a failure leaves a gap, and no tag is ever handed out twice. Tags typed by hand are skipped, a long
    run of them (an imported register) in one step.
    """
    scheme = find_scheme(company_id, category_id)
    if scheme is None or count < 1:
        return []
    tags: list[str] = []
    least = 1
    with _second_connection() as second:
        while len(tags) < count:
            numbers = _next_block(second, scheme, count - len(tags), least)
            free = _free_tags(scheme, [f"{scheme.prefix}{number:0{scheme.digits}d}" for number in numbers])
            least = numbers.stop if free else _next_free(scheme, numbers.stop)
            tags += free
    return tags


def preview_tags(schemes: Sequence[TagScheme]) -> list[str]:
    """The tag that each scheme (saved or not) would give next, in one statement. Takes nothing."""
    params: dict[str, Any] = {
        "companies": [scheme.company_id for scheme in schemes],
        "prefixes": [scheme.prefix for scheme in schemes],
        "digits": [scheme.digits for scheme in schemes],
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_OF_EACH, params)
        numbers = [int(row[0]) for row in cursor.fetchall()]
    return [
        f"{scheme.prefix}{number:0{scheme.digits}d}" for scheme, number in zip(schemes, numbers, strict=True)
    ]


def find_scheme(company_id: int, category_id: int) -> TagScheme | None:
    """The scheme of the category in this company, else the company's own."""
    schemes = TagScheme.objects.filter(company_id=company_id, category_id__in=[category_id])
    return schemes.first() or TagScheme.objects.filter(company_id=company_id, category=None).first()


def _next_block(second: "psycopg.Connection[tuple[int]]", scheme: TagScheme, count: int, least: int) -> range:
    params = {"company": scheme.company_id, "prefix": scheme.prefix, "count": count, "least": least}
    row = second.execute(_RAISE_COUNTER, params).fetchone()
    assert row is not None  # noqa: S101 (RETURNING always returns the row)
    return range(row[0], row[0] + count)


def _next_free(scheme: TagScheme, least: int) -> int:
    params: dict[str, int | str] = {
        "company": scheme.company_id,
        "prefix": scheme.prefix,
        "digits": scheme.digits,
        "least": least,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_FREE, params)
        return int(cursor.fetchone()[0])


def _free_tags(scheme: TagScheme, tags: list[str]) -> list[str]:
    """Those that no asset of the company has, or once had: a tag that was replaced is kept as an identifier."""
    keys = [tag_key(tag) for tag in tags]
    held = Asset.objects.filter(In(TagKey("asset_tag"), keys), company_id=scheme.company_id)
    replaced = AssetIdentifier.objects.filter(
        company_id=scheme.company_id, scheme=AssetIdentifier.Scheme.OLD_TAG, value_key__in=keys
    ).values_list("value_key", flat=True)
    taken = {*held.values_list(TagKey("asset_tag"), flat=True), *replaced}
    return [tag for tag in tags if tag_key(tag) not in taken]


@contextmanager
def _second_connection() -> Iterator["psycopg.Connection[tuple[int]]"]:
    params = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(
        autocommit=True, **{name: params[name] for name in names if params.get(name)}
    ) as second:
        yield second
