"""Things of one entity by the names that files give them: public id, path, and whatever tells one from the others."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from assetry.kernel.registry import Entity
from assetry.platform.imports.cells import Problem
from assetry.platform.imports.words import fold
from assetry.platform.permissions.actor import Actor

PATH_SEPARATOR = " / "


class Names:
    """Read once, as far as the actor sees them."""

    def __init__(self, actor: Actor, entity: Entity, companies: Iterable[int] | None = None) -> None:
        self.entity = entity
        self.titles: dict[int, str] = {}
        rows = entity.named_for(actor)
        self.columns = _naming_columns(entity, rows.model)
        has_company = _has(rows.model, "company_id") and entity.name != "company"
        if companies is not None:
            rows = rows.filter(**{"company_id__in" if has_company else "pk__in": list(companies)})
        own = {"public_id", *self.columns, *entity.label_columns, *(["company_id"] if has_company else [])}
        self._index: list[dict[tuple[int | None, str], list[int]]] = [
            {} for _column in (*self.columns, "title")
        ]
        for row in rows.only(*own).iterator(chunk_size=2000):
            self._note(row, row.company_id if has_company else None)

    def _note(self, row: Any, company_id: int | None) -> None:
        title = self.titles[row.pk] = str(self.entity.title(row))
        for level, text in enumerate((*(getattr(row, column) for column in self.columns), title)):
            if text:
                self._index[level].setdefault((company_id, fold(str(text))), []).append(row.pk)

    def find(self, company_id: int | None, text: str) -> int | Problem | None:
        """The key of the one that is meant, None for none; the first kind of name that anything has decides."""
        for level in self._index:
            found = level.get((company_id, fold(text)), [])
            if len(found) == 1:
                return found[0]
            if found:
                return Problem(
                    _("%(count)d have the name “%(name)s”. Write it in full.")
                    % {"count": len(found), "name": text}
                )
        return None

    def not_found(self, text: str) -> Problem:
        """What is said of a name that nothing has."""
        words = {"entity": self.entity.label, "name": text}
        return Problem(_("%(entity)s “%(name)s” was not found.") % words)


def _naming_columns(entity: Entity, model: Any) -> list[str]:
    """The id, the path, then the fields that tell one from the others, as far as they are columns of text."""
    single = [key[-1] for key in entity.keys]
    candidates = ("public_id", "path_name", *entity.named_in_files, *single, "name")
    return [name for name in dict.fromkeys(candidates) if _has(model, name)]


def _has(model: Any, name: str) -> bool:
    return name in {part for field in model._meta.concrete_fields for part in (field.name, field.attname)}
