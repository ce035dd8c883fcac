"""Which column goes where: headers against the names that targets are known by."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from assetry.kernel.refusals import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something that a column can fill. `synonyms` are headers it is known by, in any case and punctuation."""

    name: str
    label: Text
    synonyms: tuple[str, ...] = ()

    def words(self) -> set[str]:
        """Every name of the target, folded."""
        return {fold_header(word) for word in (self.name, str(self.label), *self.synonyms)}


@dataclass(frozen=True, slots=True)
class Match:
    """A suggestion: the target's name ("" for none), and whether the header is one of its names."""

    target: str = ""
    sure: bool = False


def fold_header(text: str) -> str:
    """Without case, accents, spaces and punctuation: "Checked Out To: E-mail" and "checked_out_to email" are one."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]+", "", "".join(char for char in plain if not unicodedata.combining(char)))


def suggest_targets(headers: Sequence[str], targets: Sequence[Target]) -> list[Match]:
    """One suggestion a header; each target is suggested once, for the header that fits best, then the first."""
    names = {word: target.name for target in reversed(targets) for word in target.words()}
    matches = [Match() for _header in headers]
    taken: set[str] = set()
    for place, header in enumerate(headers):
        found = names.get(fold_header(header), "")
        if found and found not in taken:
            matches[place] = Match(found, sure=True)
            taken.add(found)
    for place, header in enumerate(headers):
        if not matches[place].target:
            found = _near(header, {word: name for word, name in names.items() if name not in taken})
            if found and not _is_number_of_a_double(header, headers):
                matches[place] = Match(found)
                taken.add(found)
    return matches


def _near(header: str, names: dict[str, str]) -> str:
    """The target whose longest name stands in the header ("Serial number of the device")."""
    folded = fold_header(header)
    inside = [word for word in names if len(word) > 3 and word in folded]
    return names[max(inside, key=len)] if inside else ""


def _is_number_of_a_double(header: str, headers: Sequence[str]) -> bool:
    base = re.sub(r" \d+$", "", header)
    return base != header and base in headers
