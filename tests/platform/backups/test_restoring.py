"""Restoring: equal in everything, or nothing is touched."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from assetry.platform.backups.archive import open_archive
from assetry.platform.backups.faults import RestoreFailed
from assetry.platform.backups.objects import differences, normalized, read_objects
from assetry.platform.backups.place import Names, Place
from assetry.platform.backups.restoring import Order, require_room, verify
from assetry.platform.backups.swap import remove_replaced, replaced
from assetry.platform.backups.writing import write_backup
from assetry.platform.faults import ConfigurationError, DiskFull
from tests.support.backups import (
    AT,
    SECRET_KEY,
    facts_of,
    files_of,
    left_over,
    resealed,
    restore_from,
    source_of,
)
from tests.support.server import conninfo

# One statement each that a restore could lose in silence.
LOSSES = {
    "a trigger": "DROP TRIGGER audit_insert ON assets_asset",
    "a disabled trigger": "ALTER TABLE assets_asset DISABLE TRIGGER USER",
    "a function": "DROP FUNCTION public.audit_ensure_partitions(date, date)",
    "another body": "CREATE OR REPLACE FUNCTION public.audit_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN NULL; END $$",
    "an index": "DROP INDEX audit_change_subject",
    "a foreign key": "ALTER TABLE assets_custody DROP CONSTRAINT {foreign key}",
    "an exclusion": "ALTER TABLE assets_custody DROP CONSTRAINT {exclusion}",
    "a default": "ALTER TABLE audit_event ALTER COLUMN note DROP DEFAULT",
    "a column": "ALTER TABLE audit_seal ADD COLUMN more int",
    "a partition": "DROP TABLE {partition}",
}
_CONSTRAINT = (
    "SELECT conname FROM pg_constraint WHERE conrelid = 'assets_custody'::regclass AND contype = %s LIMIT 1"
)
_PARTITION = """
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit_change'::regclass ORDER BY 1 DESC LIMIT 1
"""


def changed(place: Place) -> None:
    """What somebody does after the backup: rows, files, and the key."""
    with psycopg.connect(place.owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE made_later (n int)")
    (place.data_dir / "files" / "ab" / "cd" / "abcd01").unlink()
    (place.data_dir / "files" / "later").write_bytes(b"uploaded later")


def statistics(url: str) -> set[tuple[object, ...]]:
    """What the planner knows of values."""
    with psycopg.connect(url) as connection:
        query = "SELECT tablename, attname, null_frac, n_distinct FROM pg_stats WHERE schemaname = 'public'"
        return set(connection.execute(query).fetchall())


def test_r9_what_the_planner_knows_comes_from_the_backup(place: Place, tmp_path: Path) -> None:
    with psycopg.connect(place.owner, autocommit=True) as connection:
        connection.execute("ANALYZE")
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name) SELECT n::text, 'any' FROM generate_series(1, 9) n"
        )
    known = statistics(place.owner)
    restore_from(write_backup(source_of(place), tmp_path / "backup.zip", at=AT).path, place)
    assert statistics(place.owner) == known


def test_without_it_in_the_backup_the_copy_is_analyzed(place: Place, tmp_path: Path) -> None:
    with psycopg.connect(place.owner, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_clear_attribute_stats(schemaname, tablename, attname, inherited) "
            "FROM pg_stats WHERE schemaname = 'public'"
        )
    assert statistics(place.owner) == set()
    restore_from(write_backup(source_of(place), tmp_path / "backup.zip", at=AT).path, place)
    assert statistics(place.owner) != set()


def test_r9_everything_comes_back_and_what_was_there_is_kept(place: Place, tmp_path: Path) -> None:
    with psycopg.connect(place.owner) as connection:  # enums have another number in each database
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'anything')"
        )
    before, files = facts_of(place.owner), files_of(place.data_dir)
    archive = write_backup(source_of(place), tmp_path / "backup.zip", at=AT)
    changed(place)
    after = facts_of(place.owner)
    names = restore_from(archive.path, place)
    assert facts_of(place.owner) == before
    assert files_of(place.data_dir) == files
    assert replaced(place) == [names.old]
    assert (place.data_dir / f"files{names.old_suffix}" / "later").read_bytes() == b"uploaded later"
    with psycopg.connect(conninfo("postgres"), autocommit=True) as connection:
        allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true")
        connection.execute(allow.format(sql.Identifier(names.old)))
    assert facts_of(place.owner_of(names.old)) == after
    second = restore_from(archive.path, place, AT + timedelta(seconds=1))
    assert replaced(place) == [names.old, second.old]
    assert files_of(place.data_dir) == files
    assert remove_replaced(place) == [names.old, second.old]
    assert left_over(place) == set()


def test_r9_verifying_makes_a_copy_and_leaves_nothing(place: Place, archive_file: Path) -> None:
    before, files = facts_of(place.owner), files_of(place.data_dir)
    names = Names.of(place, AT)
    seen: list[str] = []

    def prepare(url: str) -> bool:
        seen.append(url)
        return False

    verify(Order(archive=open_archive(archive_file), place=place, names=names, prepare=prepare))
    assert seen == [place.owner_of(names.new)]
    assert (facts_of(place.owner), files_of(place.data_dir)) == (before, files)
    assert left_over(place) == set()


@pytest.mark.parametrize("loss", LOSSES)
def test_r9_an_object_that_is_lost_is_named(loss: str, place: Place) -> None:
    with psycopg.connect(place.owner) as connection:
        before = read_objects(connection)
        connection.execute("SET search_path = public")
        names = {
            "{foreign key}": one(connection, _CONSTRAINT, "f"),
            "{exclusion}": one(connection, _CONSTRAINT, "x"),
            "{partition}": one(connection, _PARTITION),
        }
        statement = LOSSES[loss]
        for word, name in names.items():
            statement = statement.replace(word, f'"{name}"')
        connection.execute(statement.encode())
        assert differences(before, read_objects(connection)) != []
        assert differences(before, before) == []
        connection.rollback()


def one(connection: psycopg.Connection, query: str, *params: str) -> str:
    row = connection.execute(query.encode(), params).fetchone()
    assert row
    return str(row[0])


@pytest.mark.parametrize(
    ("one_way", "other_way"),
    [
        (
            "CHECK (((door)::text = ANY ((ARRAY['web'::character varying, 'api'::character varying])::text[])))",
            "CHECK (((door)::text = ANY (ARRAY[('web'::character varying)::text, ('api'::character varying)::text])))",
        ),
        ("a  =\n b", "a = b"),
    ],
)
def test_two_ways_of_printing_are_one_definition(one_way: str, other_way: str) -> None:
    assert normalized(one_way) == normalized(other_way)


def test_other_values_are_another_definition() -> None:
    assert normalized("CHECK (a = 'x'::text)") != normalized("CHECK (a = 'y'::text)")


def test_r9_other_rights_keep_a_copy_from_going_live(place: Place, archive_file: Path) -> None:
    """The preparation here grants nothing, so the application may do nothing."""
    names = Names.of(place, AT)
    order = Order(archive=open_archive(archive_file), place=place, names=names, prepare=lambda _url: True)
    with pytest.raises(RestoreFailed, match=r"right public\..* is missing"):
        verify(order)


def test_nobody_may_be_connected(place: Place, archive_file: Path) -> None:
    with psycopg.connect(place.application) as connection:
        connection.execute("SELECT 1")
        with pytest.raises(RestoreFailed, match="1 sessions are connected"):
            restore_from(archive_file, place)
    assert left_over(place) == set()


def test_r9_a_preparation_that_fails_leaves_what_is_live(place: Place, archive_file: Path) -> None:
    before = facts_of(place.owner)

    def fail(_url: str) -> bool:
        raise KeyboardInterrupt

    order = Order(
        archive=open_archive(archive_file),
        place=place,
        names=Names.of(place, AT),
        prepare=fail,
        new_key="other",
    )
    from assetry.platform.backups.restoring import restore

    with pytest.raises(KeyboardInterrupt):
        restore(order)
    assert facts_of(place.owner) == before
    assert left_over(place) == set()
    assert files_of(place.data_dir)["secret_key"] == SECRET_KEY.encode()


def test_a_role_that_may_make_no_database_is_told_what_to_do(place: Place, archive_file: Path) -> None:
    as_application = replace(place, administration=place.application)
    with pytest.raises(ConfigurationError, match="CREATEDB"):
        restore_from(archive_file, as_application)
    assert left_over(place) == set()


def test_a_copy_that_does_not_fit_is_refused_before_it_is_made(place: Place, tmp_path: Path) -> None:
    archive = open_archive(resealed(tmp_path, database_bytes=1 << 50))
    with pytest.raises(DiskFull, match="has no room for the copy"):
        require_room(archive, place)
