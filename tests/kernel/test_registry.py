"""The registry, and refusals in words."""

import pytest

from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.refusals import InvalidValue, NotPermitted
from assetry.kernel.registry import (
    PermissionInfo,
    entities,
    entity_named,
    register_entity,
    register_permissions,
)


def test_an_entity_is_registered_once() -> None:
    with pytest.raises(ValueError, match="asset"):
        register_entity(entity_named("asset"))


def test_a_permission_is_registered_once() -> None:
    with pytest.raises(ValueError, match=r"assets\.asset\.view"):
        register_permissions(PermissionInfo(code="assets.asset.view", label="See", writes=False))


def test_an_unknown_entity_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        entity_named("unicorn")


def test_a_field_is_found_by_its_name() -> None:
    asset = next(entity for entity in entities() if entity.name == "asset")
    assert asset.field("asset_tag").sort == "asset_tag"


def test_a_choice_that_is_no_longer_known_is_its_own_word() -> None:
    colour = Field(name="c", label="C", type=FieldType.CHOICE, choices=(Choice("r", "Red"),))
    assert (colour.choice_label("r"), colour.choice_label("old")) == ("Red", "old")


def test_a_refusal_speaks_in_a_sentence() -> None:
    assert "catalog.manage" in str(NotPermitted(permission="catalog.manage"))
    assert str(InvalidValue(field="x", reason="100 % wrong")) == "100 % wrong"
