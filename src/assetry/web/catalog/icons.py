"""The icons that people may choose for a status, a kind or a category: those that the sprite holds."""

from functools import cache
from pathlib import Path

from assetry.web.components.fields import Option

_LIST = Path(__file__).parents[1] / "static" / "icons.txt"
# Parts of the frame: arrows, chevrons, marks of the pages themselves.
_FRAME = ("arrow-", "chevron", "ellipsis", "menu", "x", "columns-3", "rows-3", "sun", "moon")


@cache
def icon_names() -> tuple[str, ...]:
    """Their names, sorted."""
    names = _LIST.read_text(encoding="utf-8").split()
    return tuple(sorted(name for name in names if not name.startswith(_FRAME)))


def icon_options(chosen: str) -> list[Option]:
    """Every icon by its name; the chosen one stays, whatever it is."""
    names = icon_names() if not chosen or chosen in icon_names() else (chosen, *icon_names())
    return [Option(value="", label="—"), *(Option(value=name, label=name) for name in names)]
