"""What became of the mail about a hand-over stands in the timeline, also that there was none."""

import pytest
from django.test import Client

from assetry.domain.assets.operations import check_out_asset
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("email", "words"), [("", "No mail: no e-mail address"), ("ana@x.example", "Mail waits to be sent")]
)
def test_it_is_said_beside_the_hand_over(cast: Cast, client: Client, email: str, words: str) -> None:
    with signed("test"):
        asset, jon = make_asset(cast.company), make_person(cast.company, "Jon", email=email)
    check_out_asset(actor=cast.actor("technician"), asset=asset, holder=jon, at=NOW)
    client.force_login(cast.user("technician"))
    assert words in client.get(f"/assets/{asset.public_id}").text
