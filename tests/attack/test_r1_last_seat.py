"""R1, the last seat (Snipe-IT #2347, Shelf #2830): 64 ask at once, one gets it (`make soak` asks 100 times)."""

from functools import partial

import pytest

from assetry.domain.software import allocation_operations as do
from assetry.domain.software.models import Allocation, License
from assetry.domain.software.refusals import SeatsShort
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast, make_cast
from tests.factories import make_allocation, make_entitlement, make_license, make_person
from tests.support.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 64


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def one_round(cast: Cast) -> None:
    with signed("test"):
        license_ = make_license(cast.company)
        make_entitlement(license_, 10)
        make_allocation(license_, 9, person=make_person(cast.company))
        people = [make_person(cast.company) for _ in range(CLIENTS)]
    asks = [
        partial(do.allocate_seats, actor=cast.actor("technician"), license=license_, holders=[person], at=NOW)
        for person in people
    ]
    outcomes = at_once(asks)
    lost = [outcome for outcome in outcomes if isinstance(outcome, SeatsShort)]
    assert (len(lost), [type(one) for one in outcomes if one not in lost]) == (CLIENTS - 1, [list])
    found = License.objects.get(pk=license_.pk)
    assert (found.bought, found.assigned, found.free) == (10, 10, 0)
    assert Allocation.objects.filter(license=license_, period__upper_inf=True).count() == 2


def test_r1_64_ask_for_the_last_seat(cast: Cast) -> None:
    one_round(cast)


@pytest.mark.soak
def test_r1_64_ask_for_the_last_seat_100_rounds(cast: Cast) -> None:
    for _round in range(100):
        one_round(cast)
