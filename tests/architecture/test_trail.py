"""Every table says what the trail does with it, and the database does so."""

import pytest
from django.apps import apps
from django.db import connection, models

from assetry.platform.audit.install import find_problems
from assetry.platform.audit.registry import declarations, undeclared_tables
from assetry.platform.audit.shapes import read_shapes
from assetry.platform.audit.tables import Evidence, Technical, Trailed, Wall
from assetry.platform.audit.third_party import TABLES

OURS = "assetry."


def our_models() -> list[type[models.Model]]:
    return [
        model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith(OURS)
    ]


def test_every_table_of_an_installed_app_is_declared() -> None:
    assert undeclared_tables() == []


def test_a_table_that_nobody_declared_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    others = {name: table for name, table in TABLES.items() if name != "auth_group"}
    monkeypatch.setattr("assetry.platform.audit.registry.TABLES", others)
    assert undeclared_tables() == ["auth_group"]


@pytest.mark.django_db
def test_every_table_in_the_database_is_declared() -> None:
    tables = set(connection.introspection.table_names())
    own = {name for name in tables if name.startswith(("audit_", "shadow_"))}
    assert sorted(tables - own - declarations().keys()) == []


@pytest.mark.django_db
def test_the_triggers_of_every_table_are_those_of_its_declaration() -> None:
    assert find_problems(connection) == []


@pytest.mark.django_db
def test_every_trailed_row_belongs_to_a_company_or_is_shared_or_an_account_s() -> None:
    declared = {name: table for name, table in declarations().items() if isinstance(table, Trailed)}
    with connection.cursor() as cursor:
        shapes = read_shapes(cursor, list(declared))
    homeless = [
        n
        for n, shape in shapes.items()
        if declared[n].wall is Wall.COMPANY and "company_id" not in shape.names
    ]
    assert homeless == []


def test_a_subject_is_a_trailed_table_of_its_own() -> None:
    declared = declarations()
    subjects = {
        table.subject_table
        for table in declared.values()
        if isinstance(table, Trailed) and table.subject_table
    }
    assert [name for name in sorted(subjects) if not isinstance(declared.get(name), Trailed)] == []


def test_our_own_tables_are_declared_by_their_models() -> None:
    assert [
        model.__name__
        for model in our_models()
        if not isinstance(getattr(model, "trail", None), Trailed | Evidence | Technical)
    ] == []


@pytest.mark.django_db
def test_every_function_of_the_trail_pins_its_search_path() -> None:
    """But for plain SQL with its caller's rights: a SET would keep it from being inlined into the seals' statements."""
    with connection.cursor() as cursor:
        cursor.execute(
            r"SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'audit\_%%'"
            " AND NOT coalesce(array_to_string(proconfig, ' '), '') LIKE '%%search_path=pg_catalog, pg_temp%%'"
            " AND (prosecdef OR prolang <> (SELECT oid FROM pg_language WHERE lanname = 'sql'))",
            [],
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_the_trail_of_no_table_plans_nested_loops() -> None:
    """plpgsql keeps the plan of its first call: made for one row, a nested loop takes seconds for 3,000."""
    with connection.cursor() as cursor:
        cursor.execute(
            r"SELECT proname FROM pg_proc WHERE proname LIKE 'audit\_trail\_%%'"
            " AND NOT array_to_string(proconfig, ' ') LIKE '%%enable_nestloop=off%%'",
            [],
        )
        assert cursor.fetchall() == []
