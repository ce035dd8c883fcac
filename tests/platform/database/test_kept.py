"""Reads that are compiled once give the rows of each call's values."""

import pytest
from django.db.models import Count, Value
from pytest_django import DjangoAssertNumQueries

from assetry.domain.organization.models import Company, Location
from assetry.platform.audit.signed import signed
from assetry.platform.database.kept import KeptRead
from tests.factories import make_company, make_location

pytestmark = pytest.mark.django_db

PLACES = KeptRead(
    lambda company_id, name: (
        Location.objects.filter(company_id=company_id, name=name)
        .select_related("company")
        .annotate(inside=Count("children"), said=Value("it's"))
    ),
    int,
    str,
)


def test_each_call_gives_the_rows_of_its_values(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with signed("test"):
        north, south = make_company("Nordwind"), make_company("Südwind")
        berlin, rome = make_location(north, "Berlin"), make_location(south, "Ro'm%s")
    with django_assert_num_queries(3):
        assert PLACES(north.pk, "Berlin") == [berlin]
        assert PLACES(south.pk, "Berlin") == []
        (found,) = PLACES(south.pk, "Ro'm%s")
        assert (found, found.company.name, found.inside, found.said) == (rome, "Südwind", 0, "it's")


def test_rows_of_values_are_tuples() -> None:
    names = KeptRead(lambda key: Company.objects.filter(pk=key).values_list("pk", "name"), int)
    with signed("test"):
        company = make_company("Nordwind")
    assert names(company.pk) == [(company.pk, "Nordwind")]
    assert names(company.pk + 1) == []


def test_an_argument_that_decides_about_the_text_is_refused() -> None:
    cut = KeptRead(lambda key, first: Company.objects.filter(pk=key)[:first], int, int)
    with pytest.raises(ValueError, match="more than a value"):
        cut(1, 1)
