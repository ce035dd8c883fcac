"""The one filter language: a value with a text form, a JSON form and, in `platform.filters`, a queryset.

    category eq "K3M…" and (location under "9QX…" or holder empty) and purchased_on between "2025-01-01" "today-30d"

A value stands in double quotes (`\\"` and `\\\\` inside). What is not in the grammar is refused by naming the part.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class Operator(StrEnum):
    """What may stand between a field and its values."""

    EQ = "eq"
    NE = "ne"
    IN = "in"
    NOT_IN = "not_in"
    UNDER = "under"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    BETWEEN = "between"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    EMPTY = "empty"
    NOT_EMPTY = "not_empty"


# How many values an operator takes: (least, most); None: any number.
ARITY: dict[Operator, tuple[int, int | None]] = {
    **dict.fromkeys(Operator, (1, 1)),
    Operator.IN: (1, None),
    Operator.NOT_IN: (1, None),
    Operator.UNDER: (1, None),
    Operator.BETWEEN: (2, 2),
    Operator.EMPTY: (0, 0),
    Operator.NOT_EMPTY: (0, 0),
}


class FilterInvalid(Refusal):
    """A filter that is not in the grammar, or names what cannot be filtered."""

    code = "filter_invalid"
    status = 400
    message = _("The filter cannot be read at “%(part)s”: %(reason)s")


@dataclass(frozen=True, slots=True)
class Condition:
    """One field compared with values."""

    field: str
    operator: Operator
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions joined by "and" or "or"; an empty group is true."""

    joiner: Literal["and", "or"]
    members: tuple["Filter", ...] = ()


type Filter = Condition | Group
EVERYTHING = Group("and")

_TOKEN = re.compile(
    r'\s*(?:(?P<open>\()|(?P<close>\))|"(?P<value>(?:[^"\\]|\\.)*)"|(?P<word>[a-z_][a-z0-9_.]*))'
)
_NAME = re.compile(r"[a-z_][a-z0-9_.]*")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
MAX_LENGTH = 4000
MAX_DEPTH = 8


def parse_filter(text: str) -> Filter:
    """Read the text form; raises FilterInvalid naming the part that is not understood."""
    if len(text) > MAX_LENGTH:
        raise FilterInvalid(part=text[:40], reason=_("it is too long"))
    parser = _Parser(list(_tokens(text)))
    return parser.whole()


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise FilterInvalid(
                part=text[position : position + 40].strip(), reason=_("this is no word and no quoted value")
            )
        kind = match.lastgroup or ""
        content = match.group(kind)
        yield kind, re.sub(r"\\(.)", r"\1", content) if kind == "value" else content
        position = match.end()


class _Parser:
    """Recursive descent over the tokens; "and" binds closer than "or"."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0

    def whole(self) -> Filter:
        if not self.tokens:
            return EVERYTHING
        parsed = self.either()
        if self.position < len(self.tokens):
            raise FilterInvalid(part=self.tokens[self.position][1], reason=_("nothing was expected here"))
        return parsed

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.position] if self.position < len(self.tokens) else ("end", "")

    def take(self, kind: str, expected: Any) -> str:
        found, content = self.peek()
        if found != kind:
            raise FilterInvalid(part=content or "…", reason=expected)
        self.position += 1
        return content

    def either(self) -> Filter:
        return self._joined("or", self.both)

    def both(self) -> Filter:
        return self._joined("and", self.single)

    def _joined(self, joiner: Literal["and", "or"], member: Any) -> Filter:
        members = [member()]
        while self.peek() == ("word", joiner):
            self.position += 1
            members.append(member())
        return members[0] if len(members) == 1 else Group(joiner, tuple(members))

    def single(self) -> Filter:
        if self.peek()[0] != "open":
            return self.condition()
        self.position += 1
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FilterInvalid(part="(", reason=_("it is nested too deeply"))
        inner = self.either()
        self.take("close", _("a closing parenthesis was expected"))
        self.depth -= 1
        return inner

    def condition(self) -> Condition:
        field = self.take("word", _("the name of a field was expected"))
        word = self.take("word", _("an operator was expected"))
        values = []
        while self.peek()[0] == "value":
            values.append(self.take("value", ""))
        return checked_condition(field, word, tuple(values))


def checked_condition(field: str, operator: str, values: tuple[str, ...]) -> Condition:
    """A condition with an operator that exists and the number of values that it takes; raises FilterInvalid."""
    if not _NAME.fullmatch(field):
        raise FilterInvalid(part=field[:40], reason=_("this is no name of a field"))
    try:
        known = Operator(operator)
    except ValueError:
        raise FilterInvalid(part=operator[:40], reason=_("this operator does not exist")) from None
    least, most = ARITY[known]
    if len(values) < least or (most is not None and len(values) > most):
        raise FilterInvalid(part=f"{field} {operator}", reason=_("it takes another number of values"))
    if any(_UNSTORABLE.search(value) for value in values):
        raise FilterInvalid(part=f"{field} {operator}", reason=_("a value holds characters that no text has"))
    return Condition(field, known, values)


def format_filter(filter_: Filter) -> str:
    """The text form; `parse_filter` reads it back to an equal value."""
    match filter_:
        case Condition(field, operator, values):
            return " ".join([field, operator.value, *(_quoted(value) for value in values)])
        case Group(joiner, members):
            return f" {joiner} ".join(
                f"({format_filter(member)})" if isinstance(member, Group) else format_filter(member)
                for member in members
            )


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def filter_to_json(filter_: Filter) -> dict[str, Any]:
    """The JSON form, for saved views and jobs."""
    match filter_:
        case Condition(field, operator, values):
            return {"field": field, "operator": operator.value, "values": list(values)}
        case Group(joiner, members):
            return {joiner: [filter_to_json(member) for member in members]}


def filter_from_json(data: Any, depth: int = 0) -> Filter:
    """Read the JSON form, in the shape that the text form would give; raises FilterInvalid."""
    if depth > MAX_DEPTH:
        raise FilterInvalid(part="…", reason=_("it is nested too deeply"))
    match data:
        case {"field": str(field), "operator": str(operator), "values": list(values)} if len(data) == 3:
            if all(isinstance(value, str) for value in values):
                return checked_condition(field, operator, tuple(values))
        case {"and": list(members)} if len(data) == 1:
            return joined("and", [filter_from_json(member, depth + 1) for member in members])
        case {"or": list(members)} if len(data) == 1 and members:
            return joined("or", [filter_from_json(member, depth + 1) for member in members])
    raise FilterInvalid(part=str(data)[:40], reason=_("this is no condition and no group"))


def joined(joiner: Literal["and", "or"], members: Sequence[Filter]) -> Filter:
    """The members as one filter: one alone needs no group, and what is always true decides an "or"."""
    if joiner == "or" and EVERYTHING in members:
        return EVERYTHING
    kept = tuple(member for member in members if member != EVERYTHING)
    return kept[0] if len(kept) == 1 else Group(joiner, kept)


def conditions(filter_: Filter) -> tuple[Condition, ...]:
    """The conditions of a flat "and" filter, as chips show them; empty for anything nested."""
    match filter_:
        case Condition():
            return (filter_,)
        case Group("and", members) if all(isinstance(member, Condition) for member in members):
            return tuple(member for member in members if isinstance(member, Condition))
    return ()


def parts_of(filter_: Filter) -> Iterator[Filter]:
    """What has to hold all together, part by part; nothing for what is always true."""
    if isinstance(filter_, Group) and filter_.joiner == "and":
        for member in filter_.members:
            yield from parts_of(member)
    else:
        yield filter_


class Where:
    """Shorthand for filters made by code: `Where.eq("kind", "hardware")`."""

    all: ClassVar[Filter] = EVERYTHING

    @staticmethod
    def eq(field: str, value: str) -> Condition:
        """One field equal to one value."""
        return Condition(field, Operator.EQ, (value,))

    @staticmethod
    def both(*members: Filter) -> Filter:
        """All of them; empty groups fall away."""
        return joined("and", members)
