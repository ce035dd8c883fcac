"""The switch, cut short after each of its steps: what comes next finishes it, or throws the copy away."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from assetry.platform.audit.sealing.head import NAME
from assetry.platform.backups.faults import RestoreFailed
from assetry.platform.backups.place import HEAD_FILE, MARKER, Names, Place
from assetry.platform.backups.swap import Marker, Phase, finish_interrupted, read_marker, replaced
from tests.support.backups import AT, left_over, register
from tests.support.server import conninfo

# In the order in which the switch takes them.
STEPS: list[Callable[[Place, Names], None]] = [
    lambda _place, _names: None,
    lambda place, names: administrate("ALTER DATABASE {} ALLOW_CONNECTIONS false", names.live),
    lambda place, names: administrate("ALTER DATABASE {} RENAME TO {}", names.live, names.old),
    lambda place, names: administrate("ALTER DATABASE {} RENAME TO {}", names.new, names.live),
    lambda place, names: move(place, "files", f"files{names.old_suffix}"),
    lambda place, names: move(place, f"files{names.new_suffix}", "files"),
    lambda place, names: move(place, "secret_key", f"secret_key{names.old_suffix}"),
    lambda place, names: move(place, f"secret_key{names.new_suffix}", "secret_key"),
    lambda place, names: move(place, f"{HEAD_FILE}{names.new_suffix}", HEAD_FILE),
]


def administrate(statement: str, *names: str) -> None:
    with psycopg.connect(conninfo("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def move(place: Place, old: str, new: str) -> None:
    (place.data_dir / old).rename(place.data_dir / new)


@pytest.fixture
def place(django_db_setup: None, tmp_path: Path) -> Iterator[Place]:
    """What is in it does not matter here."""
    with register(tmp_path, template="template0") as made:
        yield made


@pytest.fixture
def names(place: Place) -> Names:
    """A proved copy that waits: it tells itself apart by a table and by its files."""
    names = Names.of(place, AT)
    administrate("CREATE DATABASE {} TEMPLATE {}", names.new, place.live)
    with psycopg.connect(place.owner_of(names.new), autocommit=True) as connection:
        connection.execute("CREATE TABLE restored (n int)")
    (place.data_dir / f"files{names.new_suffix}").mkdir()
    (place.data_dir / f"files{names.new_suffix}" / "restored").write_bytes(b"")
    (place.data_dir / f"secret_key{names.new_suffix}").write_text("the restored key")
    (place.data_dir / f"{HEAD_FILE}{names.new_suffix}").write_text("the restored head")
    return names


def is_restored(place: Place) -> tuple[bool, ...]:
    """Of the database, the files, the key and the trail's head: whether it is the copy."""
    with psycopg.connect(place.owner) as connection:
        row = connection.execute("SELECT to_regclass('public.restored') IS NOT NULL").fetchone()
    return (
        bool(row and row[0]),
        (place.data_dir / "files" / "restored").exists(),
        (place.data_dir / "secret_key").read_text() == "the restored key",
        (place.data_dir / HEAD_FILE).exists(),
    )


@pytest.mark.parametrize("done", range(len(STEPS)))
def test_a_switch_that_was_cut_short_is_finished(done: int, place: Place, names: Names) -> None:
    Marker(names, Phase.SWITCHING).write(place.data_dir)
    for step in STEPS[: done + 1]:
        step(place, names)
    assert finish_interrupted(place) is Phase.SWITCHING
    assert is_restored(place) == (True, True, True, True)
    assert replaced(place) == [names.old]
    assert not (place.data_dir / MARKER).exists()
    assert finish_interrupted(place) is None


def test_a_copy_that_was_not_proved_is_thrown_away(place: Place, names: Names) -> None:
    Marker(names, Phase.COPYING).write(place.data_dir)
    assert finish_interrupted(place) is Phase.COPYING
    assert is_restored(place) == (False, False, False, False)
    assert left_over(place) == set()


def test_a_copy_of_which_only_a_part_is_there_is_thrown_away(place: Place, names: Names) -> None:
    Marker(names, Phase.COPYING).write(place.data_dir)
    shutil.rmtree(place.data_dir / f"files{names.new_suffix}")
    administrate("DROP DATABASE {}", names.new)
    assert finish_interrupted(place) is Phase.COPYING
    assert left_over(place) == set()


def test_somebody_who_is_connected_is_waited_for(place: Place, names: Names) -> None:
    Marker(names, Phase.SWITCHING).write(place.data_dir)
    with psycopg.connect(place.owner) as connection:
        connection.execute("SELECT 1")
        with pytest.raises(RestoreFailed, match="Somebody is connected"):
            finish_interrupted(place)
        connection.rollback()
        psycopg.connect(place.owner).close()  # others still come in
    assert is_restored(place) == (False, False, False, False)
    assert finish_interrupted(place) is Phase.SWITCHING
    assert is_restored(place) == (True, True, True, True)


def test_the_marker_is_closed_and_tells_what_is_under_way(place: Place, names: Names) -> None:
    Marker(names, Phase.SWITCHING).write(place.data_dir)
    assert (place.data_dir / MARKER).stat().st_mode & 0o777 == 0o600
    assert read_marker(place.data_dir) == Marker(names, Phase.SWITCHING)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"live": "a", "stamp": "b", "phase": "dancing"}'])
def test_a_damaged_marker_stops_everything(tmp_path: Path, content: str) -> None:
    (tmp_path / MARKER).write_text(content)
    with pytest.raises(RestoreFailed, match="is damaged"):
        read_marker(tmp_path)


def test_the_trails_head_is_the_file_that_the_sealer_writes() -> None:
    assert HEAD_FILE == NAME


def test_long_names_of_databases_fit() -> None:
    names = Names("x" * 63, "20260301120000")
    assert len(names.new) <= 63
    assert len(names.old) <= 63
