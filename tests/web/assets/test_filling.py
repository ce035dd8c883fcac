"""A new certificate's form, filled from its file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assetry.domain.assets.models import Asset
from tests.cast import Cast
from tests.support.certificates import make_certificate
from tests.web.assets.support import client_of, text_of

pytestmark = pytest.mark.django_db
URL = "/assets/new/certificate/file"


def test_the_form_offers_it_where_the_kind_has_such_a_file(cast: Cast) -> None:
    client = client_of(cast, "asset_manager")
    assert URL in client.get("/assets/new/certificate").content.decode()
    assert "/file" not in client.get("/assets/new/hardware").content.decode().split("<main")[1]
    assert client.get("/assets/new/hardware/file").status_code == 404


@pytest.mark.parametrize("how", ["file", "pasted"])
def test_the_values_stand_in_the_form_and_nothing_is_registered_yet(cast: Cast, how: str) -> None:
    client = client_of(cast, "asset_manager")
    pem = make_certificate()
    sent = {"file": SimpleUploadedFile("shop.pem", pem)} if how == "file" else {"pasted": pem.decode()}
    form = client.post(URL, sent, follow=True).content.decode()
    for value in ("shop.example, 10.0.0.7", "ABC123", "2027-02-01"):
        assert f'value="{value}"' in form
    assert not Asset.objects.exists()


def test_what_is_no_certificate_is_said_beside_the_field(cast: Cast) -> None:
    answer = client_of(cast, "asset_manager").post(URL, {"pasted": "hello"})
    assert answer.status_code == 422
    assert "This is no certificate" in text_of(answer)


def test_who_may_not_register_may_not_read_a_file_either(cast: Cast) -> None:
    assert client_of(cast, "auditor").post(URL, {"pasted": "x"}).status_code == 403
