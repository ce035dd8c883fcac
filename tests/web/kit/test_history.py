"""Names of what the trail refers to: of every entity that there is, also of those that have no column `name`."""

import pytest

from assetry.domain.assets.operations import save_tag_scheme
from assetry.kernel.registry import Entity, entities
from assetry.web.kit.history import Ref, resolve
from tests.cast import NOW, Cast
from tests.platform.custom_fields.fields import define

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("entity", list(entities()), ids=lambda entity: entity.name)
def test_one_of_every_entity_has_a_name(cast: Cast, entity: Entity) -> None:
    actor = cast.actor("administrator")
    save_tag_scheme(actor=actor, company=cast.company, category=None, prefix="LT-", digits=4, at=NOW)
    define(actor, "Rack", "text")
    rows = list(entity.visible_to(actor)[:3])
    known = resolve({Ref(entity.name, row.pk) for row in rows}, actor)
    assert len(known) == len(rows)
    assert all(one.label and one.public_id for one in known.values())
