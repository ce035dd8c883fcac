"""Finding ids by text; the caller narrows them by `visible_to`."""

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, OuterRef, QuerySet, Subquery

from assetry.platform.search.models import MOST_ROWS, SearchDocument

SHORTEST = 3
MOST_WORDS = 8
MOST_LOOKED_AT = 500


def matching_ids(entity: str, text: str) -> "QuerySet[SearchDocument, int]":
    """The ids of the entity's objects whose text holds every word, anywhere; a subquery for `id__in`.

    Words under three characters cannot use the trigram index and only narrow what longer ones found.
    """
    documents = SearchDocument.objects.filter(entity=entity)
    for word in text.lower().split()[:MOST_WORDS]:
        documents = documents.filter(text__contains=word)
    return documents.values_list("object_id", flat=True)


def entities_holding(text: str) -> frozenset[str] | None:
    """The entities beside that with most rows of which some object, seen or not, holds every word.

    One look instead of a statement for each of them. None: too many objects do to say.
    """
    documents = SearchDocument.objects.exclude(entity=MOST_ROWS)
    for word in text.lower().split()[:MOST_WORDS]:
        documents = documents.filter(text__contains=word)
    found = list(documents.values_list("entity", flat=True)[:MOST_LOOKED_AT])
    return frozenset(found) if len(found) < MOST_LOOKED_AT else None


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
