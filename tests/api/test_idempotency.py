"""A POST that is sent twice has one effect."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from assetry.api.models import IdempotentAnswer
from assetry.domain.organization.models import Supplier
from tests.api.conftest import Answer, Caller
from tests.cast import Cast

KEY = "5b0e4c6e-key"


@pytest.mark.django_db
def test_the_second_time_gets_the_first_answer(admin: Caller) -> None:
    first = admin.post("/suppliers", {"name": "Sellers"}, Idempotency_Key=KEY)
    again = admin.post("/suppliers", {"name": "Sellers"}, Idempotency_Key=KEY)
    assert (again.status, again.data) == (201, first.data)
    assert (again.headers["ETag"], again.headers["Location"]) == (
        first.headers["ETag"],
        first.headers["Location"],
    )
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (
        None,
        "true",
    )
    assert Supplier.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "body"), [("/suppliers", {"name": "Others"}), ("/manufacturers", {"name": "Sellers"})]
)
def test_the_key_of_another_request_is_refused(admin: Caller, path: str, body: dict[str, str]) -> None:
    admin.post("/suppliers", {"name": "Sellers"}, Idempotency_Key=KEY)
    answer = admin.post(path, body, Idempotency_Key=KEY)
    assert (answer.status, answer.data["code"]) == (422, "idempotency_key_used")


@pytest.mark.django_db
def test_keys_of_two_accounts_have_nothing_in_common(caller: Callable[[str], Caller]) -> None:
    assert caller("administrator").post("/suppliers", {"name": "A"}, Idempotency_Key=KEY).status == 201
    assert caller("asset_manager").post("/suppliers", {"name": "B"}, Idempotency_Key=KEY).status == 201


@pytest.mark.django_db
def test_a_refusal_had_no_effect_and_is_not_kept(admin: Caller) -> None:
    admin.post("/suppliers", {"name": "Sellers"})
    assert admin.post("/suppliers", {"name": "Sellers"}, Idempotency_Key=KEY).status == 409
    assert not IdempotentAnswer.objects.exists()
    assert admin.post("/suppliers", {"name": "Others"}, Idempotency_Key=KEY).status == 201


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 201, "tab\there", "ü"])
def test_a_key_that_is_none_is_refused(admin: Caller, key: str) -> None:
    answer = admin.post("/suppliers", {"name": "Sellers"}, Idempotency_Key=key)
    assert (answer.status, answer.data["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert not Supplier.objects.exists()


@pytest.mark.django_db
def test_old_answers_are_forgotten(admin: Caller) -> None:
    admin.post("/suppliers", {"name": "A"}, Idempotency_Key=KEY)
    kept = IdempotentAnswer.objects.get()
    IdempotentAnswer.objects.update(created_at=kept.created_at - timedelta(days=1, seconds=1))
    admin.post("/suppliers", {"name": "B"}, Idempotency_Key="other")
    assert [answer.key for answer in IdempotentAnswer.objects.all()] == ["other"]


@pytest.mark.django_db(transaction=True)
def test_duplicates_at_the_same_time_have_one_effect(cast: Cast, admin: Caller) -> None:
    answers: list[Answer] = []
    start = Barrier(8)

    def send() -> None:
        mine = Caller(admin.token)
        start.wait()
        answers.append(mine.post("/suppliers", {"name": "Sellers"}, Idempotency_Key=KEY))
        connection.close()

    threads = [Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status for answer in answers} == {201}
    assert len({answer.data["id"] for answer in answers}) == 1
    assert Supplier.objects.count() == 1
