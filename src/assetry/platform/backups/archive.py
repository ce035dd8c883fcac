"""The archive as a file: a zip whose members are stored, never compressed, so that nothing in it can swell.

Everything about it is checked before anything is done with it: see `Archive.open`.
"""

import hashlib
import json
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from assetry.platform.backups.faults import ArchiveRefused
from assetry.platform.backups.manifest import DUMP, FILES, KEY, MANIFEST, SEAL, Manifest

CHUNK = 1 << 20
MOST_MANIFEST_BYTES = 64 << 20
MOST_MEMBERS = 2_000_000
LONGEST_NAME = 500
_PART = r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}"
FILE_NAME = re.compile(rf"{FILES}{_PART}(?:/{_PART})*")
# pg_dump's custom format begins so.
DUMP_MAGIC = b"PGDMP"
_UTF8_NAME = 0x800
_END_MAGIC, _END_BYTES = b"PK\x05\x06", 22


@dataclass(frozen=True)
class Archive:
    """A whole backup, checked to the last byte. `mark`: who made it, see `keys.mark_of`."""

    path: Path
    manifest: Manifest
    manifest_text: bytes
    mark: str

    @contextmanager
    def reading(self, name: str) -> Iterator[IO[bytes]]:
        """The content of a member."""
        with zipfile.ZipFile(self.path) as found, found.open(name) as stream:
            yield stream

    def files(self) -> list[str]:
        """The members that are files of the file store, with the `files/` in front."""
        return [name for name in self.manifest.members if name.startswith(FILES)]

    def contents(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Each of `files()` with its content; the archive's table is read once for all of them."""
        with zipfile.ZipFile(self.path) as found:
            for name in self.files():
                with found.open(name) as stream:
                    yield name, stream

    def locked_key(self) -> bytes | None:
        """The secret key under its passphrase, None for a backup without it."""
        if KEY not in self.manifest.members:
            return None
        with self.reading(KEY) as stream:
            return stream.read()


def open_archive(path: Path) -> Archive:
    """Check names, kinds, sizes and every hash. Raises `ArchiveRefused`, having touched nothing."""
    try:
        if not path.is_file():
            raise ArchiveRefused(f"{path} is no file.")
        _require_last_record(path)
        with zipfile.ZipFile(path) as found:
            _require_sound(found, path)
            manifest_text = found.read(MANIFEST)
            mark = _opened_seal(found.read(SEAL), manifest_text)
            manifest = Manifest.from_text(manifest_text)
            _require_complete(found, manifest)
            for name in manifest.members:
                _require_hash(found, name, manifest)
            return Archive(path, manifest, manifest_text, mark)
    except zipfile.BadZipFile as error:
        raise ArchiveRefused(f"{path} is no backup, or only a part of one ({error}).") from error
    except (NotImplementedError, RuntimeError, EOFError, UnicodeDecodeError, ValueError) as error:
        raise ArchiveRefused(f"{path} is no backup that can be read ({error}).") from error
    except OSError as error:
        raise ArchiveRefused(f"{path} cannot be read ({error.strerror or error}).") from error


def hash_of(stream: IO[bytes], each: Callable[[bytes], object] = lambda _chunk: None) -> tuple[int, str]:
    """The size and SHA-256 of what is left in a stream; `each` gets every piece."""
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        each(chunk)
    return size, digest.hexdigest()


def seal_over(manifest_text: bytes, mark: str) -> bytes:
    """The content of `seal.json`."""
    return json.dumps({"sha256": hashlib.sha256(manifest_text).hexdigest(), "mark": mark}).encode()


def _require_last_record(path: Path) -> None:
    """The file ends with its directory's record, which has no comment: nothing was put behind it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_BYTES))
        end = file.read(_END_BYTES)
    if zipfile.is_zipfile(path) and not (end.startswith(_END_MAGIC) and end.endswith(b"\0\0")):
        raise ArchiveRefused("Something was put behind the end of the backup.")


def _require_sound(found: zipfile.ZipFile, path: Path) -> None:
    """Every entry is a plain, stored file of a name that we would write, and none lies over another."""
    infos = found.infolist()
    if len(infos) > MOST_MEMBERS:
        raise ArchiveRefused(f"The backup has {len(infos)} members, more than Assetry writes.")
    names = [info.filename for info in infos]
    if len(set(names)) != len(names):
        raise ArchiveRefused("The backup has two members of the same name.")
    for info in infos:
        _require_plain(info)
    missing = {MANIFEST, SEAL, DUMP} - set(names)
    if missing:
        raise ArchiveRefused(f"This is no backup of Assetry: {', '.join(sorted(missing))} is missing.")
    if min(info.header_offset for info in infos):
        raise ArchiveRefused("Something was put before the beginning of the backup.")
    end = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.header_offset < end:
            raise ArchiveRefused("Members of the backup lie over each other.")
        end = info.header_offset + info.compress_size
    if end > path.stat().st_size:
        raise ArchiveRefused("The backup is cut off.")
    if found.getinfo(MANIFEST).file_size > MOST_MANIFEST_BYTES or found.getinfo(SEAL).file_size > CHUNK:
        raise ArchiveRefused("The backup's manifest is larger than Assetry writes.")


def _require_plain(info: zipfile.ZipInfo) -> None:
    name = info.orig_filename
    allowed = name in {MANIFEST, SEAL, DUMP, KEY} or (FILE_NAME.fullmatch(name) and len(name) <= LONGEST_NAME)
    if not allowed:
        raise ArchiveRefused(f"The backup has a member of a name that Assetry does not write: {name[:80]!r}.")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG} or info.is_dir():
        raise ArchiveRefused(f"{name} is no plain file (a link, a folder or a device).")
    if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
        raise ArchiveRefused(f"{name} is compressed; Assetry stores, so that nothing can swell.")
    if info.flag_bits & ~_UTF8_NAME & ~0x8:
        raise ArchiveRefused(f"{name} is encrypted or otherwise not as Assetry writes it.")


def _opened_seal(content: bytes, manifest_text: bytes) -> str:
    try:
        found = json.loads(content)
        sha256, mark = str(found["sha256"]), str(found["mark"])
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveRefused("The backup's seal is damaged.") from error
    if sha256 != hashlib.sha256(manifest_text).hexdigest():
        raise ArchiveRefused("The backup's manifest was changed after it was written.")
    return mark


def _require_complete(found: zipfile.ZipFile, manifest: Manifest) -> None:
    there = set(found.namelist()) - {MANIFEST, SEAL}
    listed = set(manifest.members)
    if there != listed:
        name = min(there ^ listed)
        raise ArchiveRefused(
            f"{name} is {'not in the manifest' if name in there else 'missing from the backup'}."
        )
    for name, member in manifest.members.items():
        if found.getinfo(name).file_size != member.size:
            raise ArchiveRefused(f"{name} has another size than when it was written.")


def _require_hash(found: zipfile.ZipFile, name: str, manifest: Manifest) -> None:
    with found.open(name) as stream:
        if name == DUMP and stream.read(len(DUMP_MAGIC)) != DUMP_MAGIC:
            raise ArchiveRefused("The database in the backup is no dump of pg_dump.")
    with found.open(name) as stream:
        _size, sha256 = hash_of(stream)
    if sha256 != manifest.members[name].sha256:
        raise ArchiveRefused(f"{name} was changed after it was written.")
