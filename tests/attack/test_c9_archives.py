"""trust.md C9: a backup as an attack (Snipe-IT CVE-2026-86748 wiped its database before it looked at the archive).

Each archive is refused with a sentence, and the register's rows and files are the same as before.
"""

import io
import json
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assetry.platform.backups.archive import open_archive
from assetry.platform.backups.faults import ArchiveRefused, RestoreFailed
from assetry.platform.backups.manifest import DUMP, KEY, MANIFEST, SEAL
from assetry.platform.backups.place import Place
from assetry.platform.faults import Fault
from tests.support.backups import (
    facts_of,
    files_of,
    left_over,
    members_of,
    packed,
    register,
    resealed,
    restore_from,
    sealed,
    whole_archive,
)

FILE = "files/ab/cd/abcd01"
type Made = Callable[[], bytes]


@pytest.fixture(scope="module")
def live(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Place, dict[str, bytes]]]:
    folder = tmp_path_factory.mktemp("live")
    with register(folder) as place:
        facts = facts_of(place.owner)
        yield place, files_of(folder)
        assert facts_of(place.owner) == facts  # whatever was tried meanwhile


def members() -> dict[str, bytes]:
    return members_of(whole_archive())


def without(name: str) -> bytes:
    return packed({each: content for each, content in members().items() if each != name})


def with_member(name: str, content: bytes = b"x") -> bytes:
    """One more member, as a hostile hand would put it in: raw, and not in the manifest."""
    return packed({**members(), name: content})


def renamed(name: str) -> bytes:
    """The file of the archive under another name, in the manifest too, properly sealed."""
    found = members()
    manifest = json.loads(found[MANIFEST])
    manifest["members"][name] = manifest["members"].pop(FILE)
    content = found.pop(FILE)
    return packed(sealed({**found, name: content}, json.dumps(manifest).encode()))


def said(**changes: object) -> bytes:
    """A manifest that says something else, with a seal that fits."""
    manifest = {**json.loads(members()[MANIFEST]), **changes}
    return packed(sealed(members(), json.dumps(manifest).encode()))


def facts_said(**changes: object) -> bytes:
    return said(facts={**json.loads(members()[MANIFEST])["facts"], **changes})


def unsaid(name: str) -> bytes:
    manifest = json.loads(members()[MANIFEST])
    del manifest[name]
    return packed(sealed(members(), json.dumps(manifest).encode()))


def manifest_text(content: bytes) -> bytes:
    return packed(sealed(members(), content))


def changed(name: str, at: int = 100) -> bytes:
    """One byte of a member is another one; the zip's own checksum is right again."""
    content = bytearray(members()[name])
    content[at % len(content)] ^= 1
    return packed({**members(), name: bytes(content)})


def flipped(part: float) -> bytes:
    """One byte of the file is another one."""
    content = bytearray(whole_archive())
    content[int(len(content) * part)] ^= 0xFF
    return bytes(content)


def cut(part: float) -> bytes:
    return whole_archive()[: int(len(whole_archive()) * part)]


def with_info(change: Callable[[zipfile.ZipInfo], None], name: str = FILE) -> bytes:
    """A member whose entry in the zip is another kind of thing."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as found:
        for each, content in members().items():
            info = zipfile.ZipInfo(each)
            info.external_attr = 0o100600 << 16
            if each == name:
                change(info)
            found.writestr(info, content)
    return into.getvalue()


def kind(mode: int) -> Callable[[zipfile.ZipInfo], None]:
    def change(info: zipfile.ZipInfo) -> None:
        info.external_attr = mode << 16

    return change


def compressed(info: zipfile.ZipInfo) -> None:
    info.compress_type = zipfile.ZIP_DEFLATED


def bomb() -> bytes:
    """A gigabyte of zeros in a megabyte (here: ten, it is refused before it is read)."""
    return packed({**members(), FILE: b"\0" * 10_000_000}, zipfile.ZIP_DEFLATED)


def doubled() -> bytes:
    into = io.BytesIO(whole_archive())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(into, "a") as found:
        found.writestr(DUMP, b"another")
    return into.getvalue()


def central(field: int, value: int, size: str = "<H") -> bytes:
    """A field of the first entry in the zip's directory is another one."""
    content = bytearray(whole_archive())
    start = content.rindex(b"PK\x05\x06")
    first = struct.unpack("<L", content[start + 16 : start + 20])[0]
    struct.pack_into(size, content, first + field, value)
    return bytes(content)


def overlapping() -> bytes:
    """Two entries of the directory name the same bytes: a zip whose members sum up to more than it holds."""
    content = bytearray(whole_archive())
    start = content.rindex(b"PK\x05\x06")
    first = struct.unpack("<L", content[start + 16 : start + 20])[0]
    second = content.index(b"PK\x01\x02", first + 4)
    struct.pack_into("<L", content, second + 42, 0)
    return bytes(content)


def newer() -> bytes:
    migrations = json.loads(members()[MANIFEST])["facts"]["migrations"]
    return facts_said(migrations=[*migrations, "assets.0999_from_the_future"])


def other_key() -> bytes:
    found = members()
    manifest = {**json.loads(found[MANIFEST]), "key_fingerprint": "0" * 32}
    return packed(sealed(found, json.dumps(manifest).encode(), "another key"))


def forged() -> bytes:
    """Changed and sealed again by somebody without the key."""
    found = members()
    manifest = {**json.loads(found[MANIFEST]), "version": "9.9"}
    return packed(sealed(found, json.dumps(manifest).encode(), "a guess"))


BAD: dict[str, Made] = {
    "empty": lambda: b"",
    "no zip": lambda: b"PK but no zip at all" * 100,
    "a text": lambda: b"CREATE TABLE accounts_user ();",
    "a dump of pg_dump": lambda: members()[DUMP],
    "only its end": lambda: whole_archive()[-200:],
    "bytes behind its end": lambda: whole_archive() + b"rm -rf /",
    "bytes before its beginning": lambda: b"#!/bin/sh\n" + whole_archive(),
    "a comment": lambda: whole_archive()[:-2] + b"\x02\x00hi",
    "cut off at a half": lambda: cut(0.5),
    "cut off at the end": lambda: cut(0.999),
    "cut off at the start": lambda: whole_archive()[1000:],
    "a byte flipped in the dump": lambda: flipped(0.3),
    "a byte flipped in the manifest": lambda: flipped(0.9),
    "another zip": lambda: packed({"word/document.xml": b"<w/>"}),
    "no manifest": lambda: without(MANIFEST),
    "no seal": lambda: without(SEAL),
    "no dump": lambda: without(DUMP),
    "a file missing": lambda: without(FILE),
    "the key missing": lambda: without(KEY),
    "a file more": lambda: with_member("files/zz/zz/zzzz"),
    "an absolute name": lambda: renamed("/etc/cron.d/root"),
    "a name that climbs": lambda: renamed("files/../../../etc/passwd"),
    "a name that climbs in the middle": lambda: renamed("files/ab/../../secret_key"),
    "a hidden name": lambda: renamed("files/.ssh/authorized_keys"),
    "a name with a backslash": lambda: renamed("files\\..\\secret_key"),
    "a name with a drive": lambda: renamed("C:/Windows/system32/x"),
    "a name with a line end": lambda: renamed("files/ab/cd/x\ny"),
    "an endless name": lambda: renamed("files/" + "a/" * 300 + "x"),
    "another folder": lambda: renamed("postgres/pg_hba.conf"),
    "a name twice": doubled,
    "a link": lambda: with_info(kind(0o120777)),
    "a device": lambda: with_info(kind(0o060666)),
    "a pipe": lambda: with_info(kind(0o010666)),
    "a folder": lambda: with_info(kind(0o040755)),
    "compressed": lambda: with_info(compressed),
    "a bomb": bomb,
    "encrypted": lambda: central(8, 1),
    "another method": lambda: central(10, 99),
    "a size of the moon": lambda: central(24, 0xFFFFFFF0, "<L"),
    "members over each other": overlapping,
    "the dump changed": lambda: changed(DUMP),
    "the dump replaced": lambda: packed({**members(), DUMP: b"MZ" + members()[DUMP][2:]}),
    "a file changed": lambda: changed(FILE, 3),
    "the manifest changed": lambda: packed({**members(), MANIFEST: members()[MANIFEST] + b" "}),
    "the seal is no JSON": lambda: packed({**members(), SEAL: b"{"}),
    "the seal is a list": lambda: packed({**members(), SEAL: b"[]"}),
    "forged without the key": forged,
    "made under another key": other_key,
    "another product": lambda: said(product="snipe-it"),
    "a newer format": lambda: said(format=2),
    "a newer version": newer,
    "the manifest is no JSON": lambda: manifest_text(b"\xff\xfe"),
    "the manifest is a number": lambda: manifest_text(b"7"),
    "the manifest is deep": lambda: manifest_text(b"[" * 200_000),
    "no members": lambda: unsaid("members"),
    "no facts": lambda: unsaid("facts"),
    "no time": lambda: said(taken_at="yesterday"),
    "a hash that is none": lambda: said(members={DUMP: [1, "../../x"]}),
    "tables that are none": lambda: facts_said(tables=["accounts_user"]),
}


@pytest.mark.parametrize("name", BAD)
def test_c9_a_bad_archive_is_refused_and_nothing_is_touched(
    name: str, live: tuple[Place, dict[str, bytes]], tmp_path: Path
) -> None:
    place, files = live
    path = tmp_path / "bad.zip"
    path.write_bytes(BAD[name]())
    with pytest.raises(ArchiveRefused) as refused:
        restore_from(path, place)
    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 600
    assert left_over(place) == set()
    assert files_of(place.data_dir) == files


def test_c9_at_least_forty() -> None:
    assert len(BAD) >= 40


def test_c9_the_archive_that_they_are_made_of_is_a_good_one(
    live: tuple[Place, dict[str, bytes]], tmp_path: Path
) -> None:
    path = tmp_path / "good.zip"
    path.write_bytes(whole_archive())
    assert open_archive(path).files() == ["files/ab/cd/abcd01", "files/ef/01/ef0123"]


def test_c9_sealed_lies_are_refused_after_the_copy(
    live: tuple[Place, dict[str, bytes]], tmp_path: Path
) -> None:
    """Whoever has the key can say anything in the manifest; each lie is named, and nothing goes live."""
    place, files = live
    good = tmp_path / "good.zip"
    good.write_bytes(whole_archive())
    known = open_archive(good).manifest
    count, digest = known.facts.tables["public.assets_status"]
    golden, _rows = known.golden["custodies, open and all"]
    path = resealed(
        tmp_path,
        facts=replace(
            known.facts,
            tables={**known.facts.tables, "public.assets_status": [count, digest + 1]},
            sequences={**known.facts.sequences, "public.audit_event_id_seq": 10**9},
        ),
        objects={**known.objects, "trigger public.assets_asset.audit_gone": "0" * 32},
        golden={**known.golden, "custodies, open and all": (golden, [["7", "7", None]])},
    )
    with pytest.raises(RestoreFailed, match="is not what was backed up") as refused:
        restore_from(path, place)
    assert "table public.assets_status" in str(refused.value)
    assert "sequence public.audit_event_id_seq fell" in str(refused.value)
    assert "“custodies, open and all” has another answer" in str(refused.value)
    assert "trigger public.assets_asset.audit_gone is missing" in str(refused.value)
    assert left_over(place) == set()
    assert files_of(place.data_dir) == files


def test_c9_a_dump_that_does_not_restore_is_refused(
    live: tuple[Place, dict[str, bytes]], tmp_path: Path
) -> None:
    """Sealed with the key, of the right size and hash, and yet no dump beyond its first bytes."""
    import hashlib

    place, _files = live
    dump = members()[DUMP][:5000]
    manifest = json.loads(members()[MANIFEST])
    manifest["members"][DUMP] = [len(dump), hashlib.sha256(dump).hexdigest()]
    path = tmp_path / "half.zip"
    path.write_bytes(packed(sealed({**members(), DUMP: dump}, json.dumps(manifest).encode())))
    with pytest.raises(Fault, match="pg_restore failed, nothing was changed"):
        restore_from(path, place)
    assert left_over(place) == set()
