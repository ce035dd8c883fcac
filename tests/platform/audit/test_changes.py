"""What is written of a change."""

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256

import pytest
from django.db import connection
from psycopg.types.range import Range

from assetry.platform.audit.signed import signed
from tests.platform.audit.testapp.models import Login, Part, Tally, Thing, Word
from tests.platform.audit.trail import execute, fetch, written

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def make_thing(**values: object) -> Thing:
    with signed("test.make"):
        return Thing.objects.create(**({"company_id": 1, "name": "Lamp"} | values))


def test_an_insert_is_written_with_every_value_that_is_set_but_mirrors() -> None:
    thing = make_thing(name_sort="lamp", version=7)
    (change,) = written("trailtest_thing")
    assert (change.action, change.row_id, change.company_id) == ("I", thing.pk, 1)
    assert change.before is None
    assert change.after == {"company_id": 1, "name": "Lamp", "custom": {}}


def test_an_update_is_written_with_the_changed_columns_alone() -> None:
    thing = make_thing(note="old")
    with signed("test.change"):
        Thing.objects.filter(pk=thing.pk).update(note=None, name="Lamp", amount=Decimal("12.50"))
    change = written("trailtest_thing")[-1]
    assert change.action == "U"
    assert change.before == {"note": "old", "amount": None}
    assert change.after == {"note": None, "amount": 12.5}


def test_a_delete_is_written_with_every_value_that_was_set() -> None:
    thing = make_thing()
    pk = thing.pk
    with signed("test.delete"):
        thing.delete()
    change = written("trailtest_thing")[-1]
    assert (change.action, change.row_id, change.after) == ("D", pk, None)
    assert change.before == {"company_id": 1, "name": "Lamp", "custom": {}}


def test_values_are_written_in_utc_and_iso_whatever_the_session_says() -> None:
    execute("SET LOCAL TimeZone = 'America/New_York'; SET LOCAL DateStyle = 'German'")
    make_thing(bought_on=date(2026, 2, 1), seen_at=START, period=Range(START, None))
    after = written("trailtest_thing")[-1].after
    assert after is not None
    assert after["bought_on"] == "2026-02-01"
    assert after["seen_at"] == "2026-01-02T03:04:05.678901+00:00"
    assert after["period"] == '["2026-01-02 03:04:05.678901+00",)'


def test_any_text_is_written_as_it_is() -> None:
    text = 'a "quoted" \\ line\nwith ü, 💻, \' and {"json": true}'
    make_thing(name=text, custom={"list": [1, None, text]})
    after = written("trailtest_thing")[-1].after
    assert after is not None
    assert (after["name"], after["custom"]) == (text, {"list": [1, None, text]})


def test_one_statement_writes_one_change_per_row() -> None:
    with signed("test.many"):
        Thing.objects.bulk_create(Thing(company_id=1, name=f"Thing {n}") for n in range(50))
        Thing.objects.filter(company_id=1).update(note="all")
    assert [change.action for change in written("trailtest_thing")] == ["I"] * 50 + ["U"] * 50


def test_a_change_of_mirrors_alone_writes_nothing() -> None:
    thing = make_thing()
    with signed("test.mirror"):
        Thing.objects.filter(pk=thing.pk).update(version=2, name_sort="x")
    assert len(written("trailtest_thing")) == 1


def test_an_update_to_the_same_values_writes_nothing() -> None:
    thing = make_thing()
    with signed("test.same"):
        thing.save()
    assert len(written("trailtest_thing")) == 1


def test_the_subject_is_the_row_that_the_declared_column_names() -> None:
    thing = make_thing()
    with signed("test.part"):
        part = Part.objects.create(company_id=1, thing=thing, label="Bulb")
    (change,) = written("trailtest_part")
    assert (change.row_id, change.subject) == (part.pk, ("trailtest_thing", thing.pk))


def test_the_subject_is_the_row_itself_where_the_column_is_empty() -> None:
    with signed("test.part"):
        part = Part.objects.create(company_id=1, thing=None, label="Bulb")
    assert written("trailtest_part")[0].subject == ("trailtest_part", part.pk)


def test_an_upsert_writes_an_insert_and_an_update() -> None:
    with signed("test.upsert"):
        Word.objects.create(text="old", used=1)
        Word.objects.bulk_create(
            [Word(text="old", used=2), Word(text="new", used=1)],
            update_conflicts=True, update_fields=["used"], unique_fields=["text"],
        )  # fmt: skip
    changes = written("trailtest_word")[1:]
    assert sorted((change.action, change.after["used"]) for change in changes if change.after) == [
        ("I", 1),
        ("U", 2),
    ]


def test_rows_that_a_copy_brings_are_written() -> None:
    rows = "COPY trailtest_part (company_id, label) FROM STDIN"
    with signed("test.copy"), connection.cursor() as cursor, cursor.copy(rows) as copy:
        copy.write_row((1, "a"))
        copy.write_row((2, "b"))
    assert [change.company_id for change in written("trailtest_part")] == [1, 2]


def test_a_technical_table_is_written_without_an_event_and_leaves_no_trail() -> None:
    Tally.objects.create(count=1)
    assert written("trailtest_tally") == []


def make_login(**values: object) -> Login:
    with signed("test.login"):
        return Login.objects.create(
            **({"user_id": 5, "email": "ada@example.org", "token": "s3cret"} | values)
        )


def test_a_secret_column_is_written_without_its_value() -> None:
    login = make_login()
    with signed("test.secret"):
        Login.objects.filter(pk=login.pk).update(token="other")
        Login.objects.filter(pk=login.pk).update(token=None)
    made, changed, cleared = written("trailtest_login")
    assert made.after is not None
    assert made.after["token"] == {"secret": True}
    assert (changed.before, changed.after) == ({"token": {"secret": True}}, {"token": {"secret": True}})
    assert (cleared.before, cleared.after) == ({"token": {"secret": True}}, {"token": None})


def test_a_secret_value_is_nowhere_in_the_trail() -> None:
    make_login(token="canary-81")
    rows = fetch("SELECT c::text FROM audit_change c UNION ALL SELECT p::text FROM audit_personal p")
    assert not [text for (text,) in rows if "canary-81" in text]


def test_personal_values_lie_apart_from_the_change() -> None:
    login = make_login()
    with signed("test.personal"):
        Login.objects.filter(pk=login.pk).update(email="eva@example.org", is_primary=True)
    change = written("trailtest_login")[-1]
    assert change.before == {"email": {"personal": True}, "is_primary": False}
    assert change.after == {"email": {"personal": True}, "is_primary": True}
    rows = fetch("SELECT before::text, after::text FROM audit_personal ORDER BY change_id")
    assert rows[-1] == ('{"email":"ada@example.org"}', '{"email":"eva@example.org"}')
    assert not [text for (text,) in fetch("SELECT c::text FROM audit_change c") if "@example.org" in text]


def test_a_change_without_personal_columns_keeps_none() -> None:
    login = make_login()
    with signed("test.personal"):
        Login.objects.filter(pk=login.pk).update(is_primary=True)
    assert fetch("SELECT personal_digest FROM audit_change ORDER BY id DESC LIMIT 1") == [(None,)]
    assert fetch(
        "SELECT count(*) FROM audit_personal WHERE change_id = (SELECT max(id) FROM audit_change)"
    ) == [(0,)]


def test_the_digest_covers_salt_and_values() -> None:
    make_login()
    ((digest, salt, after),) = fetch(
        "SELECT personal_digest, salt, p.after::text FROM audit_change c JOIN audit_personal p ON p.change_id = c.id"
    )
    assert len(salt) == 16
    assert digest == sha256(salt + b"\n" + after.encode()).digest()
