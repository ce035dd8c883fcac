"""One row by its public id."""

import pytest

from assetry.domain.organization.models import Company
from assetry.kernel.refusals import NotFound
from assetry.platform.database.reading import model_of, row_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_row_is_found_by_its_id_as_people_type_it(cast: Cast) -> None:
    company = Company.objects.get(pk=cast.company.pk)
    assert row_of(Company.objects.all(), f" {company.public_id.lower()} ") == company


@pytest.mark.parametrize("typed", ["", "0", "ZZZZZZZZZZZZ", "1 OR 1=1"])
def test_what_names_no_row_is_not_found(cast: Cast, typed: str) -> None:
    with pytest.raises(NotFound):
        row_of(Company.objects.all(), typed)


def test_what_the_rows_leave_out_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        row_of(Company.objects.none(), cast.company.public_id)


def test_a_table_has_its_model() -> None:
    assert model_of("organization_company") is Company
