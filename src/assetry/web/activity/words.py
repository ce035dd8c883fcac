"""Events of the trail in words: what was done, to which thing, what it was before and is now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.kernel.registry import Entity, entities
from assetry.platform.audit.activity import Activity
from assetry.platform.audit.queries import Action, Hidden, RecordedChange
from assetry.web.components.parts import Words
from assetry.web.kit.history import Ref, Told, columns_of, model_of_table, told
from assetry.web.kit.reader import Reader

DOORS: Final[Mapping[str, Words]] = {
    "web": gettext_lazy("Web"),
    "api": gettext_lazy("API"),
    "cli": gettext_lazy("Command line"),
    "import": gettext_lazy("Import"),
    "job": gettext_lazy("Job"),
    "system": gettext_lazy("System"),
}
VERBS: Final[Mapping[str, Words]] = {
    "assets.asset.create": gettext_lazy("registered"),
    "assets.asset.import": gettext_lazy("imported"),
    "assets.asset.edit": gettext_lazy("edited"),
    "assets.asset.check_out": gettext_lazy("checked out"),
    "assets.asset.check_in": gettext_lazy("checked in"),
    "assets.asset.transfer": gettext_lazy("transferred"),
    "assets.asset.change_status": gettext_lazy("changed the status of"),
    "rows.delete": gettext_lazy("deleted"),
    "rows.restore": gettext_lazy("brought back"),
    "assets.asset.undo": gettext_lazy("took back a move of"),
    "organization.person.erase": gettext_lazy("erased"),
    "access.user.erase": gettext_lazy("erased"),
    "access.invitation.send": gettext_lazy("invited"),
    "access.user.reset_factors": gettext_lazy("reset the second factors of"),
    "accounts.token.create": gettext_lazy("made"),
    "accounts.token.revoke": gettext_lazy("revoked"),
    "accounts.password.set": gettext_lazy("set the password of"),
    "files.attach": gettext_lazy("attached a file to"),
    "files.remove": gettext_lazy("removed a file from"),
}
_USUAL: Final[Mapping[Action, Words]] = {
    Action.INSERT: gettext_lazy("made"),
    Action.UPDATE: gettext_lazy("changed"),
    Action.DELETE: gettext_lazy("removed"),
}
FACTS_SHOWN: Final = 3
LONGEST: Final = 80
# What ties a row to others, and what no reader asks for.
_HOLDER: Final = gettext_lazy("Holder")
_UNTOLD: Final = frozenset(
    {"id", "company_id", "public_id", "period", "asset_id", "facet", "custom", "password"}
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One value before and after; nothing before where a thing was made."""

    label: Words
    before: Told
    after: Told


@dataclass(frozen=True, slots=True)
class Line:
    """One event: what was done, to what (a thing, or the word for one), and the first of its facts."""

    activity: Activity
    verb: Words
    subject: Ref | None
    subject_word: Words
    facts: tuple[Fact, ...]
    more: int


def intents_saying(words: str) -> list[str]:
    """The intents whose name, or whose word here, holds what was typed."""
    wanted = words.casefold()
    known = {code: str(verb) for code, verb in VERBS.items()}
    return [code for code, verb in known.items() if wanted in verb.casefold() or wanted in code]


def line_of(activity: Activity, reader: Reader) -> Line:
    """An event in words; references are resolved by the page."""
    event = activity.event
    first = next((c for c in event.changes if c.table == c.subject_table), event.changes[0])
    facts = [
        fact
        for change in event.changes
        if change.subject_id == first.subject_id
        for fact in _facts(change, reader)
    ]
    entity = entity_of_table(first.subject_table)
    return Line(
        activity=activity,
        verb=VERBS.get(event.intent) or _USUAL[first.action],
        subject=Ref(entity.name, first.subject_id) if entity else None,
        subject_word=entity.label if entity else _word_for(first.subject_table),
        facts=tuple(facts[:FACTS_SHOWN]),
        more=max(0, len(facts) - FACTS_SHOWN),
    )


def refs_of(lines: Iterable[Line]) -> set[Ref]:
    """Everything that lines refer to."""
    found: set[Ref] = set()
    for line in lines:
        values = [line.subject, *(value for fact in line.facts for value in (fact.before, fact.after))]
        found.update(value for value in values if isinstance(value, Ref))
    return found


@cache
def entity_of_table(table: str) -> Entity | None:
    """The entity whose rows lie in a table."""
    return next((entity for entity in entities() if entity.table == table), None)


def _word_for(table: str) -> Words:
    try:
        return capfirst(str(model_of_table(table)._meta.verbose_name))
    except LookupError:
        return table


def _facts(change: RecordedChange, reader: Reader) -> list[Fact]:
    """What an update changed; of a row that was made beside its subject, what it refers to."""
    makes_subject = change.table == change.subject_table and change.action is not Action.UPDATE
    if makes_subject:
        return []
    facts = []
    for column in {**change.before, **change.after}:
        if column in _UNTOLD:
            continue
        label, before, after = _told(change, column, reader)
        if before != after and (change.action is Action.UPDATE or isinstance(before or after, Ref)):
            facts.append(Fact(label, before, after))
    return facts


def _told(change: RecordedChange, column: str, reader: Reader) -> tuple[Words, Told, Told]:
    before, after = change.before.get(column), change.after.get(column)
    entity = entity_of_table(change.subject_table)
    described = columns_of(entity.name).get((change.table, column)) if entity else None
    if described is not None:
        return described.label, told(described, before, reader), told(described, after, reader)
    label, referred = _column(change.table, column)
    if column.startswith("holder_"):
        return _HOLDER, _plain(before, referred), _plain(after, referred)
    return label, _plain(before, referred), _plain(after, referred)


@cache
def _column(table: str, column: str) -> tuple[str, str]:
    """A column's word, and the entity that it refers to (empty: none)."""
    try:
        fields = model_of_table(table)._meta.concrete_fields
    except LookupError:
        return column, ""
    for field in fields:
        if field.column == column:
            related = field.related_model
            entity = entity_of_table(related._meta.db_table) if isinstance(related, type) else None
            return capfirst(str(field.verbose_name)), entity.name if entity else ""
    return column, ""


def _plain(value: Any, referred: str) -> Told:
    if value is None or value == "":
        return None
    if isinstance(value, Hidden):
        return _("hidden") if value is Hidden.SECRET else _("erased")
    if referred and isinstance(value, int):
        return Ref(referred, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return Truncator(str(value)).chars(LONGEST)
