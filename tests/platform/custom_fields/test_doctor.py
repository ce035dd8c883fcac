"""Doctor's look at custom fields: one whose index could not be built is named with the reason."""

import pytest

from assetry.platform.audit.signed import signed
from assetry.platform.custom_fields.doctor import look_at_fields
from assetry.platform.custom_fields.models import CustomFieldDefinition
from assetry.platform.doctor.checks import Level
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def define(problem: str) -> None:
    with signed("test"):
        CustomFieldDefinition.objects.create(
            entity="asset", code="rack", label="Rack", type="text", is_unique=True, problem=problem
        )


def test_a_field_in_order_is_fine() -> None:
    define("")
    assert look_at_fields(NOW).level is Level.OK


def test_a_field_that_could_not_be_made_ready_is_named() -> None:
    define("LT-1 and LT-2 share a value")
    finding = look_at_fields(NOW)
    assert (finding.level, finding.rows) == (Level.WARNING, ("asset.rack: LT-1 and LT-2 share a value",))
