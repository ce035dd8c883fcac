"""Finding ids by text; the caller narrows them by `visible_to`."""

from django.db.models import QuerySet

from assetry.platform.search.models import SearchDocument

SHORTEST = 3


def matching_ids(entity: str, text: str) -> "QuerySet[SearchDocument, int]":
    """The ids of the entity's objects whose text holds every word, anywhere; a subquery for `id__in`.

    Words under three characters cannot use the trigram index and only narrow what longer ones found.
    """
    documents = SearchDocument.objects.filter(entity=entity)
    for word in text.lower().split()[:8]:
        documents = documents.filter(text__contains=word)
    return documents.values_list("object_id", flat=True)


def is_searchable(text: str) -> bool:
    """Whether some word is long enough for the index."""
    return any(len(word) >= SHORTEST for word in text.split())
