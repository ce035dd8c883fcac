"""Whether rows and bytes fit, both ways: what a row needs is there and unchanged, and nothing lies there for nobody."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from assetry.platform.files.current import current_store
from assetry.platform.files.models import FileDeletion
from assetry.platform.files.port import FileMissing, FileStore, Found, Pieces, is_key

# Younger bytes may belong to an upload that is under way.
ORPHAN_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """Bytes that some row needs; `of` names it in words for an operator."""

    key: str
    size: int
    sha256: str
    of: str


type Owner = Callable[[], Iterator[Needed]]

_owners: dict[str, Owner] = {}


def register_owner(name: str, needed: Owner) -> None:
    """Make rows known that need bytes."""
    if name in _owners:
        raise ValueError(f"{name} owns files already.")
    _owners[name] = needed


@dataclass(slots=True)
class Findings:
    """What does not fit. `missing`, `changed` and `truncated` are rows in words, `orphans` are keys."""

    files: int = 0
    bytes: int = 0
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    orphans: list[Found] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether rows and bytes fit."""
        return not (self.missing or self.changed or self.orphans)


def check_files(*, at: datetime, whole: bool = True, store: FileStore | None = None) -> Findings:
    """Compare rows and store. `whole` reads every file and compares its hash; else sizes alone."""
    store = store or current_store()
    found = Findings()
    present = {one.key: one for one in store.iterate()}
    for needed in (one for owner in _owners.values() for one in owner()):
        found.files, found.bytes = found.files + 1, found.bytes + needed.size
        there = present.pop(needed.key, None)
        if there is None:
            found.missing.append(needed.of)
        elif there.size != needed.size or (whole and not _is_unchanged(store, needed)):
            found.changed.append(needed.of)
    expected = set(FileDeletion.objects.values_list("key", flat=True))
    found.orphans = [
        one for one in present.values() if one.key not in expected and one.modified_at < at - ORPHAN_AFTER
    ]
    return found


def delete_orphans(findings: Findings, *, store: FileStore | None = None) -> int:
    """Delete the bytes that no row needs; returns how many. What somebody else put there stays among the orphans."""
    store = store or current_store()
    ours = [orphan for orphan in findings.orphans if is_key(orphan.key)]
    for orphan in ours:
        store.delete(orphan.key)
    findings.orphans = [orphan for orphan in findings.orphans if orphan not in ours]
    return len(ours)


def _is_unchanged(store: FileStore, needed: Needed) -> bool:
    digest = hashlib.sha256()
    try:
        for piece in Pieces(store.open(needed.key)):
            digest.update(piece)
    except (FileMissing, OSError):
        return False
    return digest.hexdigest() == needed.sha256
