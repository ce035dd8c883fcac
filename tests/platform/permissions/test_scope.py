"""Boxes as conditions: those with the same limits are one."""

import pytest
from django.db.models import Q

from assetry.platform.permissions.scope import Box, Scope


def test_boxes_of_whole_companies_are_one_condition() -> None:
    scope = Scope((Box((3,)), Box((1,)), Box((3, 2))))
    assert scope.predicate() == Q(pk__in=[]) | Q(company_id__in=[1, 2, 3])


def test_only_boxes_with_the_same_limits_are_taken_together() -> None:
    scope = Scope((Box((1,), (7,)), Box((2,)), Box((3,), (7,)), Box((4,), (7,), (9,))))
    expected = (
        Q(pk__in=[])
        | Q(company_id__in=[1, 3]) & Q(place__in=[7])
        | Q(company_id__in=[2])
        | Q(company_id__in=[4]) & Q(place__in=[7]) & Q(category__in=[9])
    )
    assert scope.predicate(location="place", category="category") == expected


@pytest.mark.parametrize("company_id", [1, 2])
def test_a_limit_holds_where_another_box_has_none(company_id: int) -> None:
    scope = Scope((Box((1, 2), (7,)), Box((3,))))
    assert not scope.covers(company_id=company_id, location_id=8)
    assert scope.predicate() == Q(pk__in=[]) | Q(company_id__in=[3])
