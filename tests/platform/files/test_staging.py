"""Bytes and rows: neither stays without the other."""

import errno
from datetime import timedelta
from pathlib import Path

import pytest

from assetry.platform.files.folder import FolderStore
from assetry.platform.files.models import FileDeletion
from assetry.platform.files.port import Pieces
from assetry.platform.files.refusals import FileTooLarge, NoRoomForFile, UploadGone
from assetry.platform.files.staging import claim, delete_due, release, staged
from tests.cast import NOW
from tests.support.stores import FailingStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path)


def test_what_is_claimed_stays(store: FolderStore) -> None:
    with staged([b"x"], limit=9, at=NOW, store=store) as stored:
        claim(stored)
    assert b"".join(Pieces(store.open(stored.key))) == b"x"
    assert not FileDeletion.objects.exists()


def test_what_nobody_claims_is_gone_at_once(store: FolderStore) -> None:
    with staged([b"x"], limit=9, at=NOW, store=store):
        pass
    assert list(store.iterate()) == []
    assert not FileDeletion.objects.exists()


def test_an_error_before_the_row_leaves_nothing(store: FolderStore) -> None:
    with pytest.raises(KeyError), staged([b"x"], limit=9, at=NOW, store=store):
        raise KeyError
    assert list(store.iterate()) == []
    assert not FileDeletion.objects.exists()


def test_an_error_after_the_row_takes_nothing_away(store: FolderStore) -> None:
    def claims_and_fails() -> None:
        with staged([b"x"], limit=9, at=NOW, store=store) as stored:
            claim(stored)
            raise KeyError

    with pytest.raises(KeyError):
        claims_and_fails()
    assert [one.size for one in store.iterate()] == [1]


def test_too_much_is_refused_and_leaves_nothing(store: FolderStore) -> None:
    with pytest.raises(FileTooLarge), staged([b"xx"], limit=1, at=NOW, store=store):
        pass
    assert list(store.iterate()) == []
    assert not FileDeletion.objects.exists()


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_r16_a_full_disk_is_refused_and_leaves_nothing(store: FolderStore, error: int) -> None:
    full = FailingStore(store, room=0, error=error)
    with pytest.raises(NoRoomForFile), staged([b"x", b"y"], limit=9, at=NOW, store=full):
        pass
    assert list(store.iterate()) == []
    assert not FileDeletion.objects.exists()


def test_bytes_are_noted_down_before_they_are_written(store: FolderStore) -> None:
    with staged([b"x"], limit=9, at=NOW, store=store) as stored:
        assert FileDeletion.objects.get().key == stored.key


def test_what_was_cleaned_away_cannot_be_claimed(store: FolderStore) -> None:
    with staged([b"x"], limit=9, at=NOW, store=store) as stored:
        assert delete_due(at=NOW + timedelta(days=2), store=store) == 1
        with pytest.raises(UploadGone):
            claim(stored)


def test_released_bytes_outlive_their_row_for_a_week(store: FolderStore) -> None:
    with staged([b"x"], limit=9, at=NOW, store=store) as stored:
        claim(stored)
    release(stored.key, at=NOW)
    assert delete_due(at=NOW + timedelta(days=6), store=store) == 0
    assert delete_due(at=NOW + timedelta(days=7), store=store) == 1
    assert list(store.iterate()) == []


def test_deleting_twice_is_quiet(store: FolderStore) -> None:
    release("a" * 32, at=NOW - timedelta(days=8))
    assert delete_due(at=NOW, store=store) == 1
    assert delete_due(at=NOW, store=store) == 0
