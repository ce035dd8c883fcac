"""Finding ids by text; the caller narrows them by `visible_to`."""

from collections.abc import Sequence

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery

from assetry.platform.search.models import MOST_ROWS, SearchDocument

SHORTEST = 3
MOST_WORDS = 8
MOST_LOOKED_AT = 500
_DOCUMENTS = "SELECT entity, object_id FROM search_searchdocument WHERE {} LIMIT %s"


def matching_ids(entity: str, text: str) -> "QuerySet[SearchDocument, int]":
    """The ids of the entity's objects whose text holds every word, anywhere; a subquery for `id__in`.

    Words under three characters cannot use the trigram index and only narrow what longer ones found.
    """
    documents = SearchDocument.objects.filter(entity=entity)
    for word in text.lower().split()[:MOST_WORDS]:
        documents = documents.filter(text__contains=word)
    return documents.values_list("object_id", flat=True)


def keys_of_words(entity: str, text: str, most: int) -> list[int] | None:
    """The keys of the entity's objects, seen or not, whose text holds every word; None: too many to say.

    Asked at each letter that is typed: Django would take longer to write this statement than PostgreSQL to run it.
    """
    found = _documents("entity = %s", [entity], text, most)
    return [key for _entity, key in found] if len(found) < most else None


def others_holding(text: str) -> dict[str, list[int]] | None:
    """The same of all entities but that with most rows, by entity: one look instead of a statement for each."""
    found = _documents("entity <> %s", [MOST_ROWS], text, MOST_LOOKED_AT)
    if len(found) == MOST_LOOKED_AT:
        return None
    keys: dict[str, list[int]] = {}
    for entity, key in found:
        keys.setdefault(entity, []).append(key)
    return keys


def _documents(whose: str, given: Sequence[str], text: str, most: int) -> list[tuple[str, int]]:
    words = text.lower().split()[:MOST_WORDS]
    patterns = [f"%{connection.ops.prep_for_like_query(word)}%" for word in words]
    statement = _DOCUMENTS.format(" AND ".join([whose, *("text LIKE %s" for _word in words)]))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, *patterns, most])
        found: list[tuple[str, int]] = cursor.fetchall()
        return found


def similar_ids(entity: str, text: str) -> "QuerySet[SearchDocument, int]":
    """The same for words that are nearly so: mistyped, or with letters swapped. Shorter words have to be there."""
    documents = SearchDocument.objects.filter(entity=entity)
    for word in text.lower().split()[:MOST_WORDS]:
        near = TrigramWordSimilar(F("text"), word)
        documents = documents.filter(near) if len(word) > SHORTEST else documents.filter(text__contains=word)
    return documents.values_list("object_id", flat=True)


def likeness(entity: str, text: str) -> Subquery:
    """How like the typed words the document of a row is, from 0 to 1: an annotation of the entity's rows."""
    documents = SearchDocument.objects.filter(entity=entity, object_id=OuterRef("pk"))
    return Subquery(documents.values(alike=TrigramWordSimilarity(text.lower(), "text")))


def is_searchable(text: str) -> bool:
    """Whether some word is long enough for the index."""
    return any(len(word) >= SHORTEST for word in text.split())
