"""B8, template injection. NetBox CVE-2026-29514, InvenTree CVE-2026-35477, Nautobot CVE-2023-25657: what somebody
types is shown as typed. Nothing of the register is ever a template."""

import pytest
from django.test import Client
from django.utils.html import escape

from assetry.domain.assets.models import Asset
from assetry.platform.audit.signed import signed
from tests.attack.payloads import TEMPLATES
from tests.cast import Cast
from tests.factories import make_asset
from tests.support.paper import read_pdf

pytestmark = pytest.mark.django_db
RESULT = str(7001 * 191091)  # long enough to stand on no page by chance


@pytest.fixture
def asset(cast: Cast) -> Asset:
    with signed("test"):
        return make_asset(cast.company, asset_tag="T-1")


@pytest.fixture
def technician(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.user("technician"))
    return client


def name_it(asset: Asset, text: str) -> None:
    with signed("test"):
        Asset.objects.filter(pk=asset.pk).update(name=text, note=text)


@pytest.mark.parametrize("text", TEMPLATES)
def test_b8_a_page_shows_what_was_typed(technician: Client, asset: Asset, text: str) -> None:
    name_it(asset, text)
    shown = technician.get(f"/assets/{asset.public_id}").text
    assert escape(text) in shown
    assert RESULT not in shown


def test_b8_a_label_prints_what_was_typed(technician: Client, asset: Asset) -> None:
    name_it(asset, '#eval("7001*191091") #sys.inputs {{7001*191091}} *b*')
    asset.refresh_from_db()
    sent = {"picks": f"{asset.public_id}:{asset.version}", "layout": "roll62", "skip": ""}
    (paper,) = read_pdf(technician.post("/assets/labels.pdf", sent).content)
    assert '#eval("7001*191091")' in paper.text.replace("\n", " ")
    assert RESULT not in paper.text
