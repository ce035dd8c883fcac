"""The picture of a model, by the API."""

import io
from collections.abc import Callable

import pytest
from django.test import Client
from PIL import Image

from assetry.domain.catalog.models import AssetModel, AssetModelPicture
from assetry.platform.audit.signed import signed
from tests.api.conftest import BASE, Caller
from tests.factories import make_model

pytestmark = pytest.mark.django_db


@pytest.fixture
def model() -> AssetModel:
    with signed("test"):
        return make_model("Latitude 5450")


@pytest.fixture
def manager(caller: Callable[[str], Caller]) -> Caller:
    return caller("asset_manager")


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(out, "PNG")
    return out.getvalue()


def send(caller: Caller, model: AssetModel, content: bytes, version: str = "*") -> int:
    headers = {"Authorization": f"Bearer {caller.token}", "If-Match": version}
    url = f"{BASE}/models/{model.public_id}/picture"
    return Client().generic("PUT", url, content, content_type="image/png", headers=headers).status_code


def test_it_is_drawn_anew_and_given_back_inert(manager: Caller, model: AssetModel) -> None:
    assert send(manager, model, png(), '"1"') == 204
    headers = {"Authorization": f"Bearer {manager.token}"}
    answer = Client().get(f"{BASE}/models/{model.public_id}/picture", headers=headers)
    assert answer.content == bytes(AssetModelPicture.objects.get(model=model).content)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["ETag"] == '"2"'


def test_a_stale_version_keeps_the_one_before(manager: Caller, model: AssetModel) -> None:
    send(manager, model, png())
    assert send(manager, model, png(), '"1"') == 412
    assert manager("DELETE", f"/models/{model.public_id}/picture", If_Match='"1"').status == 412
    assert AssetModelPicture.objects.filter(model=model).exists()


def test_what_is_no_picture_is_refused(manager: Caller, model: AssetModel) -> None:
    assert send(manager, model, b"<svg onload=alert(1)>") == 422
    assert not AssetModelPicture.objects.exists()


def test_it_is_taken_away_once(manager: Caller, model: AssetModel) -> None:
    send(manager, model, png())
    url = f"/models/{model.public_id}/picture"
    assert manager("DELETE", url, If_Match='"2"').status == 204
    assert manager.get(url).status == 404
    assert manager("DELETE", url, If_Match="*").data["code"] == "no_picture"


def test_a_technician_may_not(caller: Callable[[str], Caller], model: AssetModel) -> None:
    assert send(caller("technician"), model, png()) == 403
