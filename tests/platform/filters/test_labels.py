"""Names of what rows refer to: as the rows themselves would say, in one statement."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assetry.domain.ledger.models import CostCenter
from assetry.kernel.registry import entities
from assetry.platform.audit.signed import signed
from assetry.platform.filters.labels import labels_of
from tests.cast import Cast
from tests.factories import make_asset, make_person

pytestmark = pytest.mark.django_db


def test_they_are_what_the_rows_say_of_themselves(cast: Cast) -> None:
    with signed("test"):
        kim = make_person(cast.company, "Kim")
        center = CostCenter.objects.create(company=cast.company, name="IT", name_sort="it", code="4711")
        assets = [
            make_asset(cast.company, asset_tag=tag, name=name)
            for tag, name in (("T", "N"), (None, "N"), (None, ""))
        ]
    wanted = {
        "asset": [asset.pk for asset in assets],
        "person": [kim.pk],
        "cost_center": [center.pk],
        "status": [],
    }
    with CaptureQueriesContext(connection) as statements:
        labels = labels_of(wanted)
    assert len(statements) == 1
    assert labels == {
        **{("asset", asset.pk): (asset.public_id, str(asset)) for asset in assets},
        ("person", kim.pk): (kim.public_id, "Kim"),
        ("cost_center", center.pk): (center.public_id, "4711 IT"),
    }


def test_every_entity_that_fields_refer_to_has_them(cast: Cast) -> None:
    names = {field.reference for entity in entities() for field in entity.fields if field.reference}
    assert labels_of({name: [0] for name in sorted(names)}) == {}


def test_nothing_is_asked_for_nothing(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as statements:
        assert labels_of({"asset": []}) == {}
    assert len(statements) == 0
