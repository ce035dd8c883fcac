"""The trail follows each change of a table's shape at once, inside the migration that makes it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from assetry.platform.audit import third_party
from assetry.platform.audit.install import find_problems, install
from assetry.platform.audit.refusals import UnsignedChange
from assetry.platform.audit.signed import signed
from assetry.platform.audit.tables import Declaration, Evidence, Technical, Trailed

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
REPLACED = """CREATE OR REPLACE FUNCTION audit_trail_shape_box() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN RETURN NULL; END'"""
type Model = type[models.Model]
type AnyField = models.Field[Any, Any]
TODAY = datetime.now(UTC).date()


@pytest.fixture
def owner(db: None) -> BaseDatabaseWrapper:
    """The owner's connection, in a transaction of the test's own."""
    return connections["owner"]


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> dict[str, Declaration]:
    """What tables are declared as, beside all others: set one before it is made."""
    tables: dict[str, Declaration] = dict(third_party.TABLES)
    monkeypatch.setattr("assetry.platform.audit.registry.TABLES", tables)
    return tables


def model(table: str = "shape_box", **fields: AnyField) -> Model:
    meta = type("Meta", (), {"app_label": "shape", "db_table": table, "apps": Apps()})
    attributes = {
        "__module__": __name__,
        "Meta": meta,
        "company_id": models.IntegerField(default=1),
        **fields,
    }
    return type("Box", (models.Model,), attributes)


@pytest.fixture
def box(owner: BaseDatabaseWrapper, declared: dict[str, Declaration]) -> Model:
    declared["shape_box"] = Trailed()
    box = model(name=models.TextField())
    with owner.schema_editor() as editor:
        editor.create_model(box)
    return box


def changes(owner: BaseDatabaseWrapper, table: str = "shape_box") -> list[tuple[str, dict[str, Any]]]:
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT action, coalesce(after, before)::text FROM audit_change WHERE table_name = %s ORDER BY id",
            [table],
        )
        return [(action, json.loads(value)) for action, value in cursor.fetchall()]


def field(box: Model, name: str) -> AnyField:
    found = box._meta.get_field(name)
    assert isinstance(found, models.Field)
    return found


def add(box: Model, name: str, new: AnyField) -> AnyField:
    new.set_attributes_from_name(name)
    new.model = box
    return new


def run(owner: BaseDatabaseWrapper, statement: str) -> None:
    with signed("test", using="owner"), owner.cursor() as cursor:
        cursor.execute(statement)


def test_a_new_table_is_trailed_from_its_first_row(owner: BaseDatabaseWrapper, box: Model) -> None:
    run(owner, "INSERT INTO shape_box (company_id, name) VALUES (1, 'a')")
    assert changes(owner) == [("I", {"company_id": 1, "name": "a"})]


def test_rows_made_in_the_same_migration_are_trailed(
    owner: BaseDatabaseWrapper, declared: dict[str, Declaration]
) -> None:
    declared["shape_box"] = Trailed()
    with owner.schema_editor() as editor:
        editor.create_model(model())
        run(owner, "INSERT INTO shape_box (company_id) VALUES (1)")
    assert changes(owner) == [("I", {"company_id": 1})]


def test_an_added_column_is_trailed(owner: BaseDatabaseWrapper, box: Model) -> None:
    with owner.schema_editor() as editor:
        editor.add_field(box, add(box, "color", models.TextField(default="red")))
        run(owner, "INSERT INTO shape_box (company_id, name, color) VALUES (1, 'a', 'blue')")
    assert changes(owner) == [("I", {"company_id": 1, "name": "a", "color": "blue"})]


def test_an_added_mirror_is_not(
    owner: BaseDatabaseWrapper, box: Model, declared: dict[str, Declaration]
) -> None:
    declared["shape_box"] = Trailed(mirrors=("cached",))
    with owner.schema_editor() as editor:
        editor.add_field(box, add(box, "cached", models.TextField(default="")))
    run(owner, "INSERT INTO shape_box (company_id, name, cached) VALUES (1, 'a', 'x')")
    assert changes(owner) == [("I", {"company_id": 1, "name": "a"})]


def test_a_removed_column_is_forgotten(owner: BaseDatabaseWrapper, box: Model) -> None:
    with owner.schema_editor() as editor:
        editor.remove_field(box, field(box, "name"))
        run(owner, "INSERT INTO shape_box (company_id) VALUES (1)")
    assert changes(owner) == [("I", {"company_id": 1})]


def test_a_renamed_column_is_written_under_its_new_name(owner: BaseDatabaseWrapper, box: Model) -> None:
    with owner.schema_editor() as editor:
        editor.alter_field(box, field(box, "name"), add(box, "title", models.TextField()))
        run(owner, "INSERT INTO shape_box (company_id, title) VALUES (1, 'a')")
        run(owner, "UPDATE shape_box SET title = 'b'")
    assert changes(owner) == [("I", {"company_id": 1, "title": "a"}), ("U", {"title": "b"})]


def test_a_column_of_another_type_is_written_as_that(owner: BaseDatabaseWrapper, box: Model) -> None:
    with owner.schema_editor() as editor:
        old = field(box, "company_id")
        editor.alter_field(box, old, add(box, "company_id", models.BigIntegerField()))
        editor.alter_field(box, field(box, "name"), add(box, "name", models.IntegerField()))
        run(owner, "INSERT INTO shape_box (company_id, name) VALUES (1, 5)")
    assert changes(owner) == [("I", {"company_id": 1, "name": 5})]


def test_the_type_of_the_primary_key_can_be_changed(owner: BaseDatabaseWrapper, box: Model) -> None:
    with owner.schema_editor() as editor:
        wider = add(box, "id", models.BigAutoField(primary_key=True))
        editor.alter_field(box, field(box, "id"), wider)
    run(owner, "INSERT INTO shape_box (company_id, name) VALUES (1, 'a')")
    assert len(changes(owner)) == 1


def test_a_renamed_table_is_written_under_its_new_name(
    owner: BaseDatabaseWrapper, box: Model, declared: dict[str, Declaration]
) -> None:
    declared["shape_crate"] = declared.pop("shape_box")
    with owner.schema_editor() as editor:
        editor.alter_db_table(box, "shape_box", "shape_crate")
        run(owner, "INSERT INTO shape_crate (company_id, name) VALUES (1, 'a')")
    assert changes(owner, "shape_crate") == [("I", {"company_id": 1, "name": "a"})]
    assert functions(owner) == ["audit_trail_shape_crate"]


def test_a_table_that_is_declared_no_more_is_trailed_no_more(
    owner: BaseDatabaseWrapper, box: Model, declared: dict[str, Declaration]
) -> None:
    declared["shape_crate"] = Technical()
    with owner.schema_editor() as editor:
        editor.alter_db_table(box, "shape_box", "shape_crate")
    with owner.cursor() as cursor:
        cursor.execute("INSERT INTO shape_crate (company_id, name) VALUES (1, 'a')")
    assert functions(owner) == []


def test_a_dropped_table_leaves_no_function(owner: BaseDatabaseWrapper, box: Model) -> None:
    with owner.schema_editor() as editor:
        editor.delete_model(box)
    assert functions(owner) == []


def functions(owner: BaseDatabaseWrapper) -> list[str]:
    with owner.cursor() as cursor:
        cursor.execute(
            r"SELECT proname FROM pg_proc WHERE proname LIKE 'audit\_trail\_shape\_%%' ORDER BY 1", []
        )
        return [name for (name,) in cursor.fetchall()]


def test_a_declaration_that_changed_is_found_and_installed(
    owner: BaseDatabaseWrapper, box: Model, declared: dict[str, Declaration]
) -> None:
    declared["shape_box"] = Trailed(secret=("name",))
    assert find_problems(owner) == ["shape_box: its triggers are not those of its declaration"]
    install(owner, today=TODAY)
    assert find_problems(owner) == []
    run(owner, "INSERT INTO shape_box (company_id, name) VALUES (1, 'a')")
    assert changes(owner) == [("I", {"company_id": 1, "name": {"secret": True}})]


def test_trailed_becomes_evidence_and_back(
    owner: BaseDatabaseWrapper, box: Model, declared: dict[str, Declaration]
) -> None:
    declared["shape_box"] = Evidence()
    install(owner, today=TODAY)
    with owner.cursor() as cursor:
        cursor.execute("INSERT INTO shape_box (company_id, name) VALUES (1, 'a')")
    declared["shape_box"] = Trailed()
    install(owner, today=TODAY)
    run(owner, "DELETE FROM shape_box")
    assert [action for action, _value in changes(owner)] == ["D"]


@pytest.mark.parametrize(
    "harm",
    [
        "ALTER TABLE shape_box DISABLE TRIGGER audit_update",
        "DROP TRIGGER audit_delete ON shape_box",
        "ALTER TABLE shape_box ADD COLUMN sneaked text",
        REPLACED,
    ],
)
def test_what_somebody_did_by_hand_is_found_and_put_right(
    harm: str, owner: BaseDatabaseWrapper, box: Model
) -> None:
    with owner.cursor() as cursor:
        cursor.execute(harm)
    assert find_problems(owner) == ["shape_box: its triggers are not those of its declaration"]
    install(owner, today=TODAY)
    assert find_problems(owner) == []


def test_a_declaration_of_missing_columns_is_found(
    owner: BaseDatabaseWrapper, box: Model, declared: dict[str, Declaration]
) -> None:
    declared["shape_box"] = Trailed(
        mirrors=("cached", "gone"), subject="thing_id", subject_table="trailtest_thing"
    )
    install(owner, today=TODAY)
    assert find_problems(owner) == [
        "shape_box: its declaration names missing columns: cached, gone, thing_id"
    ]


def test_a_table_without_its_company_column_admits_the_system_alone(
    owner: BaseDatabaseWrapper, declared: dict[str, Declaration]
) -> None:
    declared["shape_box"] = Trailed()
    with owner.schema_editor() as editor:
        editor.create_model(model(company_id=models.IntegerField(db_column="other")))
    run(owner, "INSERT INTO shape_box (other) VALUES (1)")
    assert changes(owner) == [("I", {"other": 1})]


def test_more_columns_than_a_function_takes_arguments(
    owner: BaseDatabaseWrapper, declared: dict[str, Declaration]
) -> None:
    declared["shape_box"] = Trailed()
    with owner.schema_editor() as editor:
        columns: dict[str, Any] = {f"c{n}": models.IntegerField(null=True) for n in range(200)}
        editor.create_model(model(**columns))
    run(owner, "INSERT INTO shape_box (company_id, c0, c199) VALUES (1, 2, 3)")
    run(owner, "UPDATE shape_box SET c150 = 4")
    run(owner, "UPDATE shape_box SET c0 = NULL, c199 = 5")
    assert changes(owner) == [
        ("I", {"company_id": 1, "c0": 2, "c199": 3}),
        ("U", {"c150": 4}),
        ("U", {"c0": None, "c199": 5}),
    ]


def test_values_that_their_type_takes_for_equal_are_told_apart(
    owner: BaseDatabaseWrapper, box: Model
) -> None:
    with owner.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS citext")
        cursor.execute("ALTER TABLE shape_box ADD COLUMN word citext, ADD COLUMN data json")
    install(owner, today=TODAY)
    run(owner, """INSERT INTO shape_box (company_id, name, word, data) VALUES (1, 'a', 'x', '{"a": 1}')""")
    run(owner, """UPDATE shape_box SET word = 'X', data = '{"a": 2}'""")
    assert changes(owner)[-1] == ("U", {"word": "X", "data": {"a": 2}})


def test_generated_columns_are_left_out(owner: BaseDatabaseWrapper, box: Model) -> None:
    with owner.cursor() as cursor:
        cursor.execute("ALTER TABLE shape_box ADD COLUMN upper text GENERATED ALWAYS AS (upper(name)) STORED")
    install(owner, today=TODAY)
    run(owner, "INSERT INTO shape_box (company_id, name) VALUES (1, 'a')")
    assert changes(owner) == [("I", {"company_id": 1, "name": "a"})]


def test_a_cascade_of_the_database_is_trailed(owner: BaseDatabaseWrapper, box: Model) -> None:
    with owner.cursor() as cursor:
        cursor.execute("CREATE TABLE shape_maker (code text PRIMARY KEY)")
        cursor.execute("INSERT INTO shape_maker VALUES ('a'), ('b')")
        cursor.execute(
            "ALTER TABLE shape_box ADD FOREIGN KEY (name) REFERENCES shape_maker ON UPDATE CASCADE"
        )
    run(owner, "INSERT INTO shape_box (company_id, name) VALUES (1, 'a')")
    run(owner, "UPDATE shape_maker SET code = 'c' WHERE code = 'a'")
    assert changes(owner)[-1] == ("U", {"name": "c"})
    with pytest.raises(UnsignedChange), owner.cursor() as cursor:
        cursor.execute("UPDATE shape_maker SET code = 'd' WHERE code = 'c'")


def test_a_key_that_is_no_integer_is_refused(
    owner: BaseDatabaseWrapper, declared: dict[str, Declaration]
) -> None:
    declared["shape_box"] = Trailed()
    with pytest.raises(Exception, match="integer primary key"), owner.schema_editor() as editor:
        editor.create_model(model(code=models.CharField(max_length=5, primary_key=True)))
