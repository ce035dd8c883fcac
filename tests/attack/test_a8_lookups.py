"""A8: names of relations, lookups and columns in filters and sorts are names of nothing, and all look the same.

InvenTree GHSA-hv74-9q5w-p8v3 read an administrator's token through `key__regex` in 27 seconds.
"""

import itertools
import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, ForeignObjectRel

from assetry.kernel.filters import FilterInvalid, parse_filter
from assetry.kernel.registry import Entity, entities
from assetry.platform.filters.compile import compile_filter
from assetry.platform.filters.paging import SortInvalid, sort_of
from tests.api.conftest import Answer, Caller, caller  # noqa: F401 - a fixture
from tests.cast import Cast

pytestmark = pytest.mark.django_db

LOOKUPS = ("regex", "iregex", "startswith", "icontains", "isnull", "in", "gt", "exact", "contains", "range")
COUNT, BY_API = 2_000, 40


def names() -> list[str]:
    """Real paths through the tables of ours with a lookup at their end, and what else frameworks understand."""
    chance = random.Random("A8")
    found = {f"{path}__{lookup}" for path, lookup in itertools.product(_paths(), LOOKUPS)}
    return [
        *chance.sample(sorted(found), COUNT),
        "pk",
        "?",
        "__class__",
        "custom__x",
        "password",
        "token_hash",
    ]


def _paths() -> set[str]:
    paths: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            target: Any = getattr(field, "related_model", None)
            if model.__module__.startswith("assetry.") and target not in (None, "self"):
                paths |= {f"{field.name}__{far.name}" for far in target._meta.get_fields()}
            if isinstance(field, (Field, ForeignObjectRel)):
                paths.add(field.name)
    return paths


NAMES = names()


def described(entity: Entity) -> set[str]:
    return {field.name for field in entity.fields}


def test_a8_the_names_are_ones_that_the_orm_would_take() -> None:
    assert any("password" in name for name in NAMES)
    assert any("token_hash" in name for name in NAMES)
    assert len(NAMES) > COUNT


def test_a8_no_entity_filters_by_a_path(cast: Cast) -> None:
    actor, today = cast.actor("administrator"), date(2026, 11, 24)
    taken = []
    for name, entity in itertools.product(NAMES, entities()):
        if name in described(entity):
            continue
        try:
            compile_filter(entity, parse_filter(f'{name} eq "1"'), actor, today=today)
            taken.append((entity.name, name))
        except FilterInvalid:
            continue
    assert taken == []


def test_a8_no_entity_sorts_by_a_path() -> None:
    taken = []
    for name, entity in itertools.product(NAMES, entities()):
        try:
            sort_of(entity, name)
            taken.append(name)
        except SortInvalid:
            continue
    assert set(taken) <= {field.name for entity in entities() for field in entity.fields if field.sort}


@pytest.mark.parametrize("parameter", ["filter", "sort"])
@pytest.mark.parametrize("path", ["/assets", "/people", "/users"])
def test_a8_all_are_answered_alike(caller: Callable[[str], Caller], path: str, parameter: str) -> None:  # noqa: F811
    administrator = caller("administrator")
    asked = [name for name in NAMES[-BY_API:] if "__" in name]
    answers = {said(administrator.get(f"{path}?{parameter}={text(parameter, name)}"), name) for name in asked}
    assert len(answers) == 1
    assert answers.pop()[0] == 400


def text(parameter: str, name: str) -> str:
    return f"{name}+eq+%221%22" if parameter == "filter" else name


def said(answer: Answer, name: str) -> tuple[int, str]:
    problem: dict[str, Any] = {**answer.data, "instance": ""}
    return answer.status, str(problem).replace(name, "…").replace(name[:40], "…")
