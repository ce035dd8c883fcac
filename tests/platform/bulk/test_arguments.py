"""Arguments wait as JSON: everything that a form can say comes back as it was, references for whoever acts."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from assetry.kernel.money import Money
from assetry.kernel.refusals import NotFound
from assetry.platform.bulk.arguments import pack, unpack
from tests.cast import Cast

pytestmark = pytest.mark.django_db
VALUES = {
    "nothing": None,
    "yes": True,
    "text": "=1+1",
    "whole": 7,
    "number": Decimal("12.50"),
    "day": date(2026, 11, 24),
    "instant": datetime(2026, 11, 24, 9, 35, tzinfo=UTC),
    "amount": Money(Decimal("1249.00"), "EUR"),
    "uuid": UUID("8f14e45f-ceea-467f-9d2c-4c1f4f5e6a7b"),
}


def test_every_value_comes_back_as_it_was(cast: Cast) -> None:
    actor = cast.actor("technician")
    given = {**VALUES, "person": cast.person("employee"), "inside": {"day": VALUES["day"]}}
    assert unpack(json.loads(json.dumps(pack(given))), actor) == given


def test_a2_a_reference_out_of_sight_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        unpack(pack(cast.person("employee")), cast.actor("stranger"))
