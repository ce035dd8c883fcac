"""What a backup says about itself: one JSON text in the archive, and a seal over it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

from assetry.platform.backups.facts import Facts
from assetry.platform.backups.faults import ArchiveRefused
from assetry.platform.backups.golden import Rows
from assetry.platform.backups.objects import Objects

PRODUCT: Final = "assetry"
FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
SEAL: Final = "seal.json"
DUMP: Final = "database.dump"
KEY: Final = "key.json"
FILES: Final = "files/"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Member:
    """One file of the archive."""

    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`server_version` as libpq counts (180006); `dumped_by`: the major version of pg_dump.

    `golden`: name → (digest of the query, its rows).
    """

    version: str
    taken_at: datetime
    server_version: int
    dumped_by: int
    database_bytes: int
    key_fingerprint: str
    facts: Facts
    objects: Objects
    rights: Objects
    golden: dict[str, tuple[str, Rows]]
    members: dict[str, Member]

    def as_text(self) -> bytes:
        """The content of `manifest.json`."""
        found = {
            "product": PRODUCT,
            "format": FORMAT,
            "version": self.version,
            "taken_at": self.taken_at.isoformat(),
            "server_version": self.server_version,
            "dumped_by": self.dumped_by,
            "database_bytes": self.database_bytes,
            "key_fingerprint": self.key_fingerprint,
            "facts": self.facts.as_json(),
            "objects": self.objects,
            "rights": self.rights,
            "golden": self.golden,
            "members": {name: [member.size, member.sha256] for name, member in self.members.items()},
        }
        return json.dumps(found, indent=1, ensure_ascii=False).encode()

    @classmethod
    def from_text(cls, content: bytes) -> Self:
        """Raises `ArchiveRefused` for another product or format, or anything that is not as we write it."""
        try:
            found = json.loads(content)
            _require_ours(found)
            return cls(
                version=str(found["version"]),
                taken_at=_instant(found["taken_at"]),
                server_version=int(found["server_version"]),
                dumped_by=int(found["dumped_by"]),
                database_bytes=int(found["database_bytes"]),
                key_fingerprint=str(found["key_fingerprint"]),
                facts=Facts.from_json(found["facts"]),
                objects=_texts(found["objects"]),
                rights=_texts(found["rights"]),
                golden={
                    str(name): (str(query), list(rows)) for name, (query, rows) in found["golden"].items()
                },
                members={str(name): _member(size, sha) for name, (size, sha) in found["members"].items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ArchiveRefused(
                f"The backup's manifest is damaged ({type(error).__name__}: {error})."
            ) from error


def _require_ours(found: Mapping[str, Any]) -> None:
    if found["product"] != PRODUCT:
        raise ArchiveRefused(f"This is a backup of {found['product']!r}, not of Assetry.")
    if found["format"] != FORMAT:
        raise ArchiveRefused(
            f"This backup has the format {found['format']!r}, this version reads {FORMAT}. Restore it by the "
            "version that made it, or a newer one."
        )


def _instant(text: object) -> datetime:
    at = datetime.fromisoformat(str(text))
    if at.tzinfo is None:
        raise ValueError("an instant without a time zone")
    return at


def _texts(found: Mapping[str, str]) -> Objects:
    return {str(name): str(value) for name, value in found.items()}


def _member(size: object, sha256: object) -> Member:
    if not isinstance(size, int) or size < 0 or not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise ValueError("a member without size and hash")
    return Member(size, sha256)
