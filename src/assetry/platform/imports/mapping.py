"""Which column goes where: headers against the names that targets are known by."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from assetry.kernel.refusals import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something that a column can fill. `synonyms` are headers it is known by, in any case and punctuation.

    Several columns can go to one that `joins`: their texts stand in it one after the other. `parts` are headers of
    such columns.
    """

    name: str
    label: Text
    synonyms: tuple[str, ...] = ()
    parts: Sequence[str] = ()
    joins: bool = False

    def words(self) -> tuple[str, ...]:
        """Every name of the target."""
        return (self.name, str(self.label), *self.synonyms)


@dataclass(frozen=True, slots=True)
class Match:
    """A suggestion: the target's name ("" for none), and whether the header is one of its names."""

    target: str = ""
    sure: bool = False


def fold_header(text: str) -> str:
    """Without case, accents, spaces and punctuation: "Checked Out To: E-mail" and "checked_out_to email" are one."""
    return "".join(_tokens(text))


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(char for char in plain if not unicodedata.combining(char)))


def suggest_targets(headers: Sequence[str], targets: Sequence[Target]) -> list[Match]:
    """One suggestion a header; each target is suggested once, for the header that fits best, then the first."""
    names = {fold_header(word): target.name for target in reversed(targets) for word in target.words()}
    # Its own label is what an export writes: another target's synonym does not take it away.
    names |= {fold_header(str(target.label)): target.name for target in reversed(targets)}
    matches = [Match() for _header in headers]
    taken: set[str] = set()
    for place, header in enumerate(headers):
        found = names.get(fold_header(header), "")
        if found and found not in taken:
            matches[place] = Match(found, sure=True)
            taken.add(found)
    for target in targets:
        if target.parts and target.name not in taken:
            _match_parts(target, headers, matches, taken)
    for place, header in enumerate(headers):
        if not matches[place].target and not _is_number_of_a_double(header, headers):
            found = _near(header, [target for target in targets if target.name not in taken])
            if found:
                matches[place] = Match(found)
                taken.add(found)
    return matches


def _match_parts(target: Target, headers: Sequence[str], matches: list[Match], taken: set[str]) -> None:
    """First and last name, where no column holds both."""
    parts = {fold_header(part) for part in target.parts}
    for place, header in enumerate(headers):
        if not matches[place].target and fold_header(header) in parts:
            matches[place] = Match(target.name, sure=True)
            taken.add(target.name)


def _near(header: str, targets: Sequence[Target]) -> str:
    """The target with a name all of whose words stand in the header ("Serial number of the device")."""
    words = set(_tokens(header))
    near = [
        (len(tokens), len("".join(tokens)), target.name)
        for target in targets
        for name in target.words()
        if (tokens := _tokens(name)) and words.issuperset(tokens) and len("".join(tokens)) > 3
    ]
    return max(near, default=(0, 0, ""))[2]


def _is_number_of_a_double(header: str, headers: Sequence[str]) -> bool:
    base = re.sub(r" \d+$", "", header)
    return base != header and base in headers
