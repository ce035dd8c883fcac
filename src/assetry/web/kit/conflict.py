"""Two people saved the same thing: what each changed, what both did, and a page that asks about those alone.

A form carries the texts that it showed (`before`), so "mine" is what differs from them, and "theirs" what the
stored row has by now. Only what both changed is asked for; nothing typed is lost.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.kernel.fields import Field, FieldType
from assetry.web.kit.context import Conflict, ConflictField
from assetry.web.kit.forms import REFERENCES, FormState


@dataclass(frozen=True)
class ThreeWay:
    """Texts of a form by field: as it was shown, as it was sent, as it is stored now."""

    fields: Mapping[str, Field]
    before: Mapping[str, str]
    mine: FormState
    theirs: FormState

    def changed_by_me(self) -> list[str]:
        """The fields that were sent otherwise than they were shown."""
        return [name for name in self.fields if self._differs(name, self.mine.texts.get(name, ""))]

    def changed_by_them(self) -> list[str]:
        """The fields that were saved by somebody else meanwhile."""
        return [name for name in self.fields if self._differs(name, self.theirs.texts.get(name, ""))]

    def disputed(self) -> list[str]:
        """What both changed, and not to the same."""
        theirs = set(self.changed_by_them())
        mine, stored = self.mine.texts, self.theirs.texts
        return [
            name for name in self.changed_by_me() if name in theirs and mine.get(name) != stored.get(name)
        ]

    def merged(self) -> dict[str, str]:
        """Mine where I changed something, theirs for the rest: what the form shows again."""
        mine = set(self.changed_by_me())
        return {
            name: (self.mine if name in mine else self.theirs).texts.get(name, "") for name in self.fields
        }

    def _differs(self, name: str, text: str) -> bool:
        return _comparable(text) != _comparable(self.before.get(name, ""))


def _comparable(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def pack(texts: Mapping[str, str]) -> str:
    """What a form showed, as its hidden field carries it."""
    return json.dumps(dict(texts), ensure_ascii=False, separators=(",", ":"))


def unpack(text: str, fields: Mapping[str, Field]) -> dict[str, str]:
    """What a form showed; empty for what is not readable."""
    try:
        data: Any = json.loads(text or "{}")
    except ValueError:
        return {}
    return (
        {name: str(value) for name, value in data.items() if name in fields} if isinstance(data, dict) else {}
    )


def conflict_of(way: ThreeWay, *, who: str, before_tokens: Mapping[str, str], theirs_url: str) -> Conflict:
    """The part of a page that asks, field by field, whose value stays."""
    disputed = way.disputed()
    kept = set(way.changed_by_me()) ^ set(way.changed_by_them())
    return Conflict(
        who=who,
        headline=_("%(who)s saved this while you were editing.") % {"who": who},
        fields=[_field(way, name, before_tokens) for name in disputed],
        kept=ngettext(
            "%(n)d more change, by one of you only, is kept.",
            "%(n)d more changes, by one of you only, are kept.",
            len(kept),
        )
        % {"n": len(kept)}
        if kept
        else "",
        hidden=[(name, text) for name, text in way.merged().items() if name not in disputed],
        theirs_url=theirs_url,
    )


def _field(way: ThreeWay, name: str, before_tokens: Mapping[str, str]) -> ConflictField:
    field = way.fields[name]
    return ConflictField(
        name=name,
        label=field.label,
        before=_words(field, way.before.get(name, ""), before_tokens.get(name, "")),
        yours=_words(field, way.mine.texts.get(name, ""), way.mine.tokens.get(name, "")),
        theirs=_words(field, way.theirs.texts.get(name, ""), way.theirs.tokens.get(name, "")),
        your_value=way.mine.texts.get(name, ""),
        their_value=way.theirs.texts.get(name, ""),
    )


def _words(field: Field, text: str, token: str) -> str:
    if not text:
        return _("empty")
    if field.type in REFERENCES:
        return token or _("another one")
    if field.type is FieldType.YES_NO:
        return _("Yes")
    return str(field.choice_label(text)) if field.choices else text
