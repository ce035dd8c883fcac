"""Bills of cloud providers, on the pages: read in, unknown resources registered, what an asset costs."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assetry.domain.assets.models import Asset
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.domain.costs.test_bills import ARN, bill, line, read, resource

pytestmark = pytest.mark.django_db


def client_of(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def test_a_bill_is_read_in_and_its_unknown_resource_leads_to_a_filled_form(cast: Cast) -> None:
    client = client_of(cast, "asset_manager")
    file = SimpleUploadedFile("nov.csv", bill(line("2", 1), line("3", 2)))
    sent = {"file": file, "company": cast.company.public_id}
    assert client.post("/costs/cloud/read", sent).status_code == 302
    page = client.get("/costs/cloud").content.decode()
    assert "$5.00" in page
    found = re.search(r'href="(/assets/new/cloud_resource[^"]+)"', page)
    assert found is not None
    form = client.get(found[1].replace("&amp;", "&")).content.decode()
    assert f'value="{ARN}"' in form
    assert "$5.00" not in client_of(cast, "stranger").get("/costs/cloud").content.decode()


def test_what_is_no_bill_is_told_beside_the_file(cast: Cast) -> None:
    sent = {"file": SimpleUploadedFile("nov.csv", b"a,b\n1,2"), "company": cast.company.public_id}
    answer = client_of(cast, "asset_manager").post("/costs/cloud/read", sent)
    assert answer.status_code == 422
    assert "no bill in FOCUS" in answer.content.decode()


def test_an_asset_says_what_it_is_billed(cast: Cast) -> None:
    with signed("test"):
        asset: Asset = resource(cast)
    read(cast, line("2", 1), line("3", 2))
    client = client_of(cast, "auditor")
    page = client.get(f"/assets/{asset.public_id}").content.decode()
    assert "$2.50 a day, $5.00 in 30 days" in page
    days = client.get(f"/costs/cloud/days?asset={asset.public_id}").content.decode()
    assert ("$2.00" in days, "$3.00" in days) == (True, True)
    assert "$5.00" in client.get("/assets/kind/cloud_resource").content.decode()
    assert client_of(cast, "stranger").get(f"/costs/cloud/days?asset={asset.public_id}").status_code == 404
