"""The rows of a change of many by name: those that the reader sees, and what was deleted as it was called."""

from collections.abc import Iterable
from dataclasses import dataclass

from assetry.platform.bulk import runs
from assetry.platform.bulk.models import BulkRun
from assetry.web.components import cells
from assetry.web.components.parts import Words
from assetry.web.kit.links import url_for
from assetry.web.kit.reader import Reader


@dataclass(frozen=True)
class NamedRow:
    """A row by its title, as a link where it can be opened."""

    title: str
    url: str = ""

    @property
    def html(self) -> Words:
        """Its name."""
        return cells.entity_html(self.title, url=self.url)


def named_rows(run: BulkRun, keys: Iterable[int], reader: Reader) -> dict[int, NamedRow]:
    """What the reader sees of the rows, by key; of what was deleted, what it was called."""
    entity, wanted = runs.entity_of(run), list(keys)
    gone = {key: NamedRow(title) for key, title in runs.titles_of_gone(reader.actor, run, wanted).items()}
    rows = entity.visible_to(reader.actor).filter(pk__in=wanted)
    return gone | {
        row.pk: NamedRow(str(entity.title(row)), url_for(entity, row, reader.actor)) for row in rows
    }


def html_of(row: NamedRow | None) -> Words:
    """Its name, or the sign for nothing where the reader does not see it."""
    return cells.none_html() if row is None else row.html
