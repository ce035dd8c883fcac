"""Words of files in comparable form."""

from functools import lru_cache


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Without case and doubled spaces, as the database's unique names are compared."""
    return " ".join(text.split()).lower()
