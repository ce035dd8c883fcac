"""What the cells of a row name: found, another row of the same file, or something to make."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from assetry.kernel.fields import Field
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.imports.actions import Action
from assetry.platform.imports.cells import NAME_LENGTH, Cell, Problem
from assetry.platform.imports.records.described import creatable_by_name, is_owned
from assetry.platform.imports.records.naming import PATH_SEPARATOR, Names
from assetry.platform.imports.records.plan import Missing, RecordRow, Reference
from assetry.platform.imports.words import fold
from assetry.platform.permissions.actor import Actor

type Cells = Mapping[str, Sequence[Cell]]


class References:
    """Looks names up, once for all rows. Only what the actor may make, and asked for, is made along."""

    def __init__(
        self, actor: Actor, entity: Entity, fields: Mapping[str, Field], create: frozenset[str]
    ) -> None:
        self.actor, self.entity, self.fields, self.create = actor, entity, fields, create
        entities = {field.reference or "" for field in fields.values()}
        self.names = {name: Names(actor, entity_named(name)) for name in entities}
        self.missing: list[Missing] = []
        self._missing: dict[tuple[str, int | None, str], Missing] = {}
        self._rows: dict[tuple[int | None, str], list[RecordRow]] = {}
        self._paths: dict[str, list[RecordRow]] = {}

    def note_rows(self, rows: Sequence[RecordRow], cells: Cells) -> None:
        """Let rows name one another: parents can stand below their children."""
        parents = [name for name, field in self.fields.items() if field.reference == self.entity.name]
        if not parents:
            return
        above = cells[parents[0]]
        for row, text in zip(rows, above, strict=True):
            if row.action is Action.REFUSE:
                continue
            self._rows.setdefault((row.company_id, fold(row.label)), []).append(row)
            if isinstance(text, str):
                path = fold(f"{text}{PATH_SEPARATOR}{row.label}")
                self._paths.setdefault(path, []).append(row)

    def resolve(self, row: RecordRow, place: int, cells: Cells) -> None:
        """Put what the row's cells name among its values; what is not there is a reason to refuse it."""
        for name, field in self.fields.items():
            cell = cells[name][place]
            if cell is None or isinstance(cell, Problem):
                continue
            found = self._find(row, field.reference or "", cell)
            if isinstance(found, Problem):
                row.refuse(found.reason)
            else:
                row.values[name] = found

    def title(self, entity: str, reference: Reference | None) -> str:
        """The name of what was found."""
        if reference is None:
            return ""
        if isinstance(reference, int):
            return self.names[entity].titles.get(reference, "…") if entity in self.names else "…"
        return reference.name if isinstance(reference, Missing) else reference.label

    def _find(self, row: RecordRow, entity: str, text: str) -> Reference | Problem:
        company = row.company_id if is_owned(entity_named(entity)) else None
        inside = self._row_of_file(row, entity, company, text)
        if inside is not None:
            return inside
        found = self.names[entity].find(company, text)
        return self._make(entity, company, text) if found is None else found

    def _row_of_file(
        self, row: RecordRow, entity: str, company: int | None, text: str
    ) -> RecordRow | Problem | None:
        if entity != self.entity.name:
            return None
        paths = [found for found in self._paths.get(fold(text), []) if found.company_id == company]
        candidates = paths or self._rows.get((company, fold(text)), [])
        others = [found for found in candidates if found is not row]
        if len(others) > 1:
            words = {"count": len(others), "name": text}
            return Problem(_("%(count)d rows have the name “%(name)s”. Write it in full.") % words)
        return others[0] if others else None

    def _make(self, name: str, company: int | None, text: str) -> Reference | Problem:
        """Something to make; of a tree, with all that stands before it in its path."""
        entity = entity_named(name)
        if name not in self.create or not creatable_by_name(entity):
            return self.names[name].not_found(text)
        key = (name, company, fold(text))
        if key in self._missing:
            return self._missing[key]
        if not self.actor.may(entity.edit_permission, company_id=company):
            return Problem(_("“%(name)s” is not there, and you may not make it.") % {"name": text})
        above, _separator, last = text.rpartition(PATH_SEPARATOR) if _is_tree(entity) else ("", "", text)
        if len(last) > NAME_LENGTH:
            words = {"text": last[:30], "longest": NAME_LENGTH}
            return Problem(_("“%(text)s…” is longer than %(longest)d characters.") % words)
        parent = self._above(name, company, above) if above and last else None
        if isinstance(parent, Problem):
            return parent
        made = Missing(entity=entity, name=last or text, company_id=company, parent=parent)
        self._missing[key] = made
        self.missing.append(made)
        return made

    def _above(self, name: str, company: int | None, text: str) -> Reference | Problem:
        found = self.names[name].find(company, text)
        return self._make(name, company, text) if found is None else found


def _is_tree(entity: Entity) -> bool:
    return "parent" in entity.fields_by_name
