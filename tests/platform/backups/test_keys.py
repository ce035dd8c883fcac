"""The secret key around a backup."""

import pytest

from assetry.platform.backups.faults import ArchiveRefused
from assetry.platform.backups.keys import fingerprint, locked, mark_of, unlocked

KEY = "a key as long as keys are, and no less"


def test_the_key_comes_out_by_its_passphrase_alone() -> None:
    content = locked(KEY, "correct horse battery")
    assert KEY.encode() not in content
    assert unlocked(content, "correct horse battery") == KEY
    with pytest.raises(ArchiveRefused, match="passphrase does not open"):
        unlocked(content, "correct horse batterz")


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"salt": "!", "nonce": "", "key": ""}', b"\xff"])
def test_a_damaged_key_is_refused(content: bytes) -> None:
    with pytest.raises(ArchiveRefused, match="damaged"):
        unlocked(content, "correct horse battery")


def test_the_fingerprint_and_the_mark_tell_keys_apart_and_give_nothing_away() -> None:
    assert fingerprint(KEY) != fingerprint(KEY + "!")
    assert mark_of(KEY, b"{}") != mark_of(KEY + "!", b"{}")
    assert mark_of(KEY, b"{}") != mark_of(KEY, b"{ }")
    assert KEY not in fingerprint(KEY) + mark_of(KEY, b"{}")
