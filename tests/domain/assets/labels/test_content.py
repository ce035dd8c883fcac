"""What stands on a label."""

import pytest

from assetry.domain.assets.labels.content import make_labels
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_model

pytestmark = pytest.mark.django_db


def test_it_names_tag_name_model_and_company_and_links_by_the_public_id(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
        asset = make_asset(
            cast.company, asset_tag="LT-1", name="Ana's laptop", model=model, manufacturer=model.manufacturer
        )
    (label,) = make_labels([asset], base_url="https://a.example")
    assert (label.code, label.title, label.subtitle) == ("LT-1", "Ana's laptop", "Latitude 5450")
    assert (label.company, label.link) == ("Larkfield Labs GmbH", f"https://a.example/q/{asset.public_id}")


def test_without_a_name_the_model_stands_for_it_once(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
        asset = make_asset(cast.company, model=model, manufacturer=model.manufacturer)
    (label,) = make_labels([asset], base_url="")
    assert (label.title, label.subtitle) == ("Latitude 5450", "")


def test_without_a_tag_the_public_id_stands_for_it(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company, asset_tag=None)
    (label,) = make_labels([asset], base_url="")
    assert label.code == asset.public_id
