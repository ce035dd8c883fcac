"""What htmx is told instead of a redirect."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.web.assets.support import client_of, fields_of, laptop

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#dialogs"}


def test_a_redirect_becomes_a_navigation_and_the_message_waits_for_the_page(cast: Cast) -> None:
    asset = laptop(cast, status="In use", asset_tag="LT-1")
    client, url = client_of(cast, "technician"), f"/assets/{asset.public_id}/check-in"
    response = client.post(url, fields_of(client.get(url)), headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (204, f"/assets/{asset.public_id}")
    assert "LT-1 is checked in." in client.get(f"/assets/{asset.public_id}").content.decode()


@pytest.mark.parametrize(
    ("page", "told"), [("", "HX-Refresh"), ("/timeline", "HX-Redirect")], ids=["same", "another"]
)
def test_a_place_on_the_same_page_loads_it_again(cast: Cast, page: str, told: str) -> None:
    asset = laptop(cast, asset_tag="LT-1")
    url = f"/files/asset/{asset.public_id}/attach"
    here = {"HX-Current-URL": f"http://testserver/assets/{asset.public_id}{page}"}
    file = SimpleUploadedFile("note.txt", b"As delivered.")
    response = client_of(cast, "technician").post(url, {"file": file}, headers=HTMX | here)
    assert (response.status_code, told in response.headers) == (204, True)


def test_who_is_signed_out_is_navigated_to_sign_in(db: None) -> None:
    response = Client().get("/assets", headers=HTMX)
    assert response.headers["HX-Redirect"].startswith("/accounts/")
