"""Rows are loaded without Django's `__init__`: into the same instances."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models.signals import post_init, pre_init

from assetry.domain.organization.models import Company
from assetry.platform.audit.signed import signed
from assetry.platform.database.rows import Row
from tests.factories import make_company


@pytest.fixture
def company(db: None) -> Company:
    with signed("test"):
        return make_company("Nordwind")


def test_a_loaded_row_is_what_django_makes_of_it(company: Company) -> None:
    loaded = Company.objects.get(pk=company.pk)
    names = [column.attname for column in Company._meta.concrete_fields]
    values = [getattr(loaded, name) for name in names]
    plain = models.Model.from_db.__func__(Company, "default", names, values)  # type: ignore[attr-defined]
    assert {**plain.__dict__, "_state": None} == {**loaded.__dict__, "_state": None}
    assert (loaded._state.db, loaded._state.adding) == ("default", False)


def test_what_was_not_read_is_deferred(company: Company) -> None:
    loaded = Company.objects.only("currency").get(pk=company.pk)
    assert loaded.get_deferred_fields() >= {"name", "note"}
    assert loaded.name == "Nordwind"


def test_nobody_waits_for_signals_that_loading_does_not_send() -> None:
    rows = [model for model in apps.get_models() if issubclass(model, Row)]
    assert Company in rows
    assert not any(signal.has_listeners(model) for signal in (pre_init, post_init) for model in rows)
