"""Terms of licenses are among what ends, until something follows them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assetry.domain.contracts.models import Ending
from assetry.domain.software import operations as do
from assetry.domain.software.models import Entitlement
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.factories import make_contract, make_entitlement, make_license

pytestmark = pytest.mark.django_db
TERM: dict[str, Any] = {
    "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "unit_amount": Decimal(9), "unit_currency": "EUR",
}  # fmt: skip


@pytest.fixture
def line(cast: Cast) -> Entitlement:
    with signed("test"):
        return make_entitlement(make_license(cast.company), 10, **TERM)


def ends() -> list[Any]:
    return list(Ending.objects.filter(what="entitlement").values_list("ends_on", "cost_amount"))


def test_a_term_ends_with_what_it_cost(line: Entitlement) -> None:
    assert ends() == [(date(2026, 12, 31), Decimal(90))]


def test_a_perpetual_line_does_not_end(cast: Cast) -> None:
    with signed("test"):
        make_entitlement(make_license(cast.company), 10)
    assert ends() == []


def test_what_is_renewed_or_taken_back_has_nothing_to_decide(cast: Cast, line: Entitlement) -> None:
    actor = cast.actor("asset_manager")
    do.correct_entitlement(actor=actor, entitlement=line, quantity=4, at=NOW)
    assert [day for day, _cost in ends()] == [date(2026, 12, 31)]
    do.renew_entitlement(actor=actor, entitlement=line, ends_on=date(2027, 12, 31), at=NOW)
    assert [day for day, _cost in ends()] == [date(2027, 12, 31)]


def test_a_line_under_a_contract_ends_with_that(cast: Cast, line: Entitlement) -> None:
    with signed("test"):
        contract = make_contract(cast.company)
    changes = {"contract": contract}
    do.edit_entitlement(
        actor=cast.actor("asset_manager"), entitlement=line, changes=changes, version=None, at=NOW
    )
    assert ends() == []
