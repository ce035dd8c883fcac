"""What a seal keeps of each row: 32 bytes, from which the row that is not as it was can be named. No database here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import batched
from typing import Final

LEAF_BYTES: Final = 32  # 8 id, 8 time, 16 digest


class Tampering(StrEnum):
    """What was done to the trail."""

    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    REDATED = "redated"
    CUT_OFF = "cut_off"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One row: when it was recorded and what it held."""

    time: bytes
    digest: bytes


def unpack(leaves: bytes) -> dict[int, Leaf]:
    """The leaves by the rows' ids."""
    parts = (bytes(part) for part in batched(leaves, LEAF_BYTES))
    return {int.from_bytes(part[:8], signed=True): Leaf(part[8:16], part[16:]) for part in parts}


def differences(sealed: bytes, found: bytes) -> Iterator[tuple[int, Tampering]]:
    """The rows that are not as they were sealed, in the order of their ids.

    Reordered: what stands under the id now was sealed under another one that has not got it any more.
    """
    before, now = unpack(sealed), unpack(found)
    yield from ((row, Tampering.INSERTED) for row in _doubled(found))
    changed = sorted(row for row in before.keys() | now.keys() if before.get(row) != now.get(row))
    sealed_as = {before[row].digest: row for row in changed if row in before}
    found_as = {now[row].digest: row for row in changed if row in now}
    for row in changed:
        yield row, _what(row, before.get(row), now.get(row), sealed_as, found_as)


def _doubled(leaves: bytes) -> list[int]:
    """The rows whose id is there more than once: partitions keep ids apart from their times alone."""
    ids = Counter(bytes(part[:8]) for part in batched(leaves, LEAF_BYTES))
    return sorted(int.from_bytes(row, signed=True) for row, times in ids.items() if times > 1)


def _what(
    row: int, old: Leaf | None, new: Leaf | None, sealed_as: dict[bytes, int], found_as: dict[bytes, int]
) -> Tampering:
    if old is None:
        return Tampering.REORDERED if new and new.digest in sealed_as else Tampering.INSERTED
    if new is None:
        return Tampering.REORDERED if old.digest in found_as else Tampering.DELETED
    if old.digest == new.digest:
        return Tampering.REDATED
    return Tampering.REORDERED if sealed_as.get(new.digest, row) != row else Tampering.EDITED
