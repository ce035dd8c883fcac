"""Tags are unique within a company whatever their letters' case: `LT-1` and `lt-1` are one tag.

Databases of earlier versions may hold such doubles. Those rows, as long as they keep that tag, stay out of the unique
index (a partial one then), so that nothing else can be doubled; `assetry doctor` names them, and the first `migrate`
after they were mended makes the index whole.
"""

from typing import Any, Final

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.models import CharField, Func

from assetry.kernel.text import TAG_CAPITALS

_LETTERS: Final = "".join(map(chr, TAG_CAPITALS))
_CAPITALS: Final = "".join(TAG_CAPITALS.values())
# Nearly every tag is ASCII: translate() looks at all letters for each character.
FUNCTION: Final = f"""
    CREATE OR REPLACE FUNCTION public.assets_tag_key(tag text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN pg_catalog.octet_length(tag) = pg_catalog.char_length(tag)
                    THEN pg_catalog.upper(tag COLLATE "C")
                    ELSE pg_catalog.translate(tag, '{_LETTERS}', '{_CAPITALS}') COLLATE "C" END
    $$
"""
DOUBLES: Final = """
    SELECT id, asset_tag FROM (
        SELECT id, asset_tag, row_number() OVER (PARTITION BY company_id, public.assets_tag_key(asset_tag) ORDER BY id)
        FROM public.assets_asset WHERE asset_tag IS NOT NULL
    ) AS tagged WHERE row_number > 1 ORDER BY id
"""
_ON: Final = "ON public.assets_asset (company_id, public.assets_tag_key(asset_tag))"
_UNIQUE: Final = f"CREATE UNIQUE INDEX asset_tag_unique {_ON}"
# A partial index does not serve searches: while it is partial there is one more for these.
_FINDING: Final = f"CREATE INDEX asset_by_tag_key {_ON}"
_IS_PARTIAL: Final = """
    SELECT FROM pg_index WHERE indexrelid = to_regclass('public.asset_tag_unique') AND indpred IS NOT NULL
"""


class TagKey(Func):
    """What tags are compared by, in SQL: `kernel.text.tag_key` of a column."""

    function = "public.assets_tag_key"
    arity = 1
    output_field = CharField(db_collation="C")


def make_tags_unique(cursor: CursorWrapper) -> None:
    """Make the unique index anew, without those doubles that are there; for the owner's role."""
    cursor.execute(DOUBLES)
    doubles = [(int(pk), str(tag)) for pk, tag in cursor.fetchall()]
    cursor.execute("DROP INDEX IF EXISTS public.asset_tag_unique, public.asset_by_tag_key")
    if doubles:
        left_out = " OR ".join(["(id = %s AND asset_tag = %s)"] * len(doubles))
        cursor.execute(f"{_UNIQUE} WHERE NOT ({left_out})", [part for double in doubles for part in double])
        cursor.execute(_FINDING)
    else:
        cursor.execute(_UNIQUE)


def settle_after_migrate(*, using: str, **_kwargs: Any) -> None:
    """The receiver of `post_migrate`: the index is made whole once no doubles are left."""
    with connections[using].cursor() as cursor:
        cursor.execute(_IS_PARTIAL)
        if cursor.fetchone() is None:
            return
        cursor.execute(DOUBLES)
        if not cursor.fetchall():
            make_tags_unique(cursor)
