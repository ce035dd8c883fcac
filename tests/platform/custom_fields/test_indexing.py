"""The indexes of custom fields: built, resumed, failed with a reason, dropped, used."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, connections
from procrastinate.contrib.django import app

from assetry.domain.assets.models import Asset
from assetry.platform.audit.signed import signed
from assetry.platform.custom_fields import indexing
from assetry.platform.custom_fields.definitions import field_of
from assetry.platform.custom_fields.models import CustomFieldDefinition, CustomState
from assetry.platform.custom_fields.operations import (
    SETTLE_TASK,
    edit_custom_field,
    rebuild_custom_field,
    retire_custom_field,
)
from assetry.platform.custom_fields.refusals import CustomValueTaken
from assetry.platform.filters.stored import expression_of
from tests.cast import NOW, Cast, make_cast
from tests.platform.custom_fields.fields import build, define, make

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def cast() -> Iterator[Cast]:
    """The six, committed: an index is built beside other transactions, not inside one."""
    yield make_cast()
    connections["owner"].close()


def indexes() -> list[str]:
    """The names of what was built, without their numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'custom\\_field\\_%' AND relkind = 'i'"
        )
        return sorted(name for (name,) in cursor.fetchall() if name[13].isdigit())


def test_built_once_used_and_dropped(cast: Cast) -> None:
    admin = cast.actor("administrator")
    field = define(admin, "Slot", "text", settle=False, is_unique=True, is_sortable=True)
    assert field.state == CustomState.BUILDING
    build(field)
    assert field.state == CustomState.ACTIVE
    assert indexes() == [f"custom_field_{field.pk}_text_order", f"custom_field_{field.pk}_text_unique"]

    make(cast, custom_slot="A1")
    with pytest.raises(CustomValueTaken) as refused:
        make(cast, custom_slot="A1")
    assert refused.value.field == "custom_slot"

    retire_custom_field(actor=admin, field=field, version=None, at=NOW)
    build(field)
    assert (indexes(), field.state) == ([], CustomState.RETIRED)


def test_doubled_values_are_named_and_the_build_can_be_tried_again(cast: Cast) -> None:
    admin = cast.actor("administrator")
    field = define(admin, "Slot", "text")
    first, second = make(cast, custom_slot="A1"), make(cast, name="Second", custom_slot="A1")
    edit_custom_field(actor=admin, field=field, changes={"is_unique": True}, version=None, at=NOW)
    build(field)
    assert (field.state, field.problem) == (CustomState.FAILED, f"“A1”: {first}, {second}")
    assert indexes() == []
    with signed("test"):
        Asset.objects.filter(pk=second.pk).update(custom={})
    rebuild_custom_field(actor=admin, field=field, version=None, at=NOW)
    build(field)
    assert (field.state, field.problem) == (CustomState.ACTIVE, "")


def test_what_a_killed_worker_left_is_built_again(cast: Cast) -> None:
    field = define(cast.actor("administrator"), "Slot", "text", is_unique=True)
    make(cast, custom_slot="A1")
    second = make(cast, custom_slot="A1")
    (statement,) = indexing.wanted_indexes(field).values()
    with connections["owner"].cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(statement)
    assert len(indexes()) == 1  # there, and not valid
    with signed("test"):
        Asset.objects.filter(pk=second.pk).update(custom={})
    build(field)
    with pytest.raises(CustomValueTaken):
        make(cast, custom_slot="A1")


def test_the_planner_takes_the_index_for_the_order(cast: Cast) -> None:
    admin, plans = cast.actor("administrator"), {}
    for type_ in ("text", "number", "date", "money"):
        field = define(admin, f"Slot {type_}", type_, is_sortable=True)
        build(field)
        rows = Asset.objects.annotate(value=expression_of(field_of(field))).filter(value__isnull=False)
        with connection.cursor() as cursor:
            cursor.execute("SET enable_seqscan = off; SET enable_bitmapscan = off")
            plans[f"custom_field_{field.pk}_{type_}_order"] = rows.order_by("value", "pk").explain()
            cursor.execute("RESET enable_seqscan; RESET enable_bitmapscan")
    assert [name for name, plan in plans.items() if name not in plan or "Sort" in plan] == []


def test_the_job_is_deferred_with_the_change(cast: Cast) -> None:
    field = define(cast.actor("administrator"), "Slot", "text", settle=False, is_sortable=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s", [SETTLE_TASK])
        (args,) = cursor.fetchone()
    assert f'"definition_id": {field.pk}' in str(args).replace("'", '"')
    assert SETTLE_TASK in app.tasks


def test_a_field_that_is_gone_is_no_work(cast: Cast) -> None:
    indexing.settle_indexes(0)
    assert CustomFieldDefinition.objects.count() == 0
