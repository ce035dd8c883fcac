"""Checking out and in, transferring, changing status on one asset's form."""

from datetime import timedelta

import pytest
from django.test import Client

from assetry.domain.assets.models import Asset, Custody, Status
from assetry.domain.assets.operations import check_out_asset
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_location, make_person
from tests.web.assets.support import NOW, client_of, fields_of, laptop, text_of

pytestmark = pytest.mark.django_db
ACTS = ("check-out", "check-in", "transfer", "status")
DIALOG = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#dialogs"}


def _sent(client: Client, url: str, **values: str) -> dict[str, str]:
    return {**fields_of(client.get(url)), **values}


@pytest.mark.parametrize("act", ACTS)
def test_the_form_is_a_page_and_a_dialog(cast: Cast, act: str) -> None:
    asset = laptop(cast, status="In use")
    client = client_of(cast, "technician")
    assert "<html" in client.get(f"/assets/{asset.public_id}/{act}").content.decode()
    assert (
        client.get(f"/assets/{asset.public_id}/{act}", headers=DIALOG)
        .content.decode()
        .lstrip()
        .startswith("<dialog")
    )


@pytest.mark.parametrize("act", ACTS)
def test_another_companys_asset_is_not_found(cast: Cast, act: str) -> None:
    asset = laptop(cast)
    assert client_of(cast, "stranger").get(f"/assets/{asset.public_id}/{act}").status_code == 404


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ["auditor", "employee"])
def test_who_lacks_the_permission_has_no_form(cast: Cast, role: str, act: str) -> None:
    asset = laptop(cast)
    assert client_of(cast, role).get(f"/assets/{asset.public_id}/{act}").status_code == 403


def test_checked_out_it_is_with_the_holder_and_one_is_back_on_its_page(cast: Cast) -> None:
    asset, ana = laptop(cast), cast.person("employee")
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/check-out"
    due = (NOW + timedelta(days=30)).date()
    data = _sent(
        client, url, holder=f"person:{ana.public_id}", expected_return_on=due.isoformat(), condition="good"
    )
    response = client.post(url, data)
    assert response.headers["Location"] == f"/assets/{asset.public_id}"
    period = Custody.objects.get(asset=asset, period__upper_inf=True)
    assert (period.holder_person, period.expected_return_on, period.condition) == (ana, due, "good")


def test_a_typed_name_is_enough_without_script(cast: Cast) -> None:
    asset = laptop(cast)
    with signed("test"):
        ana = make_person(cast.company, "Anastasia Holder")
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/check-out"
    client.post(url, _sent(client, url, holder="", holder_text="anastasia holder"))
    asset.refresh_from_db()
    assert asset.holder_person == ana


@pytest.mark.parametrize(
    "values", [{}, {"holder_text": "nobody at all"}, {"holder": "person:AAAAAAAAAAAA"}, {"holder": "kind:1"}]
)
def test_nobody_that_exists_is_a_message_at_the_field_and_keeps_the_note(
    cast: Cast, values: dict[str, str]
) -> None:
    asset = laptop(cast)
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/check-out"
    response = client.post(url, _sent(client, url, note="With charger", **values))
    assert response.status_code == 422
    assert "With charger" in response.content.decode()
    assert Custody.objects.filter(asset=asset).count() == 1


def test_a_holder_of_another_company_cannot_be_chosen(cast: Cast) -> None:
    asset = laptop(cast)
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/check-out"
    otto = cast.person("stranger")
    response = client.post(url, _sent(client, url, holder=f"person:{otto.public_id}"))
    assert response.status_code == 422


def test_a_holder_of_another_company_that_one_sees_is_refused_by_name(cast: Cast) -> None:
    asset, otto = laptop(cast), cast.person("stranger")
    client = client_of(cast, "administrator")
    url = f"/assets/{asset.public_id}/check-out"
    response = client.post(url, _sent(client, url, holder=f"person:{otto.public_id}"))
    assert "Otto Stranger" in text_of(response)
    assert response.status_code in {409, 422}


def test_what_somebody_took_meanwhile_is_refused_with_the_reason(cast: Cast) -> None:
    asset, ana = laptop(cast), cast.person("employee")
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/check-out"
    data = _sent(client, url, holder=f"person:{ana.public_id}", note="Mine")
    check_out_asset(actor=cast.actor("asset_manager"), asset=asset, holder=cast.person("auditor"), at=NOW)
    response = client.post(url, data)
    assert response.status_code == 409
    assert "is held by Olga Auditor" in text_of(response)
    assert "Mine" in response.content.decode()


def test_who_holds_it_is_named_before_one_types(cast: Cast) -> None:
    asset = laptop(cast, status="In use", holder_person=cast.person("employee"))
    page = text_of(client_of(cast, "technician").get(f"/assets/{asset.public_id}/check-out"))
    assert "is held by Ana Petrov" in page
    assert "Take back first" in page


def test_checked_in_it_is_in_stock(cast: Cast) -> None:
    asset = laptop(cast, status="In use", holder_person=cast.person("employee"))
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/check-in"
    client.post(url, _sent(client, url))
    asset.refresh_from_db()
    assert (asset.holder_person, asset.state) == (None, "in_stock")


def test_a_past_day_back_dates_to_its_end(cast: Cast) -> None:
    asset = laptop(cast, status="In use", holder_person=cast.person("employee"))
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/check-in"
    day = (NOW - timedelta(days=3)).date()
    client.post(url, _sent(client, url, effective_on=day.isoformat()))
    assert Custody.objects.get(asset=asset, period__upper_inf=True).period.lower.date() == day


def test_a_day_outside_the_open_period_is_a_message_at_the_field(cast: Cast) -> None:
    asset = laptop(cast, status="In use", holder_person=cast.person("employee"))
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/check-in"
    day = (NOW - timedelta(days=80)).date().isoformat()
    response = client.post(url, _sent(client, url, effective_on=day))
    assert response.status_code == 422
    assert "The date must lie after the last change" in text_of(response)


def test_transferred_it_is_at_the_new_place_with_the_same_holder(cast: Cast) -> None:
    asset = laptop(cast, status="In use", holder_person=cast.person("employee"))
    with signed("test"):
        room = make_location(cast.company, "Hall B")
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/transfer"
    client.post(url, _sent(client, url, location=room.public_id))
    asset.refresh_from_db()
    assert (asset.location, asset.holder_person) == (room, cast.person("employee"))


def test_a_transfer_to_nowhere_asks_for_one(cast: Cast) -> None:
    asset = laptop(cast, status="In use")
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/transfer"
    response = client.post(url, _sent(client, url))
    assert response.status_code == 422
    assert "Say who gets it" in text_of(response)


def test_another_status_is_set(cast: Cast) -> None:
    asset = laptop(cast)
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/status"
    missing = Status.objects.get(name="Missing")
    client.post(url, _sent(client, url, status=missing.public_id))
    asset.refresh_from_db()
    assert asset.status == missing


def test_a_transition_that_the_kind_does_not_allow_is_a_message_at_the_field(cast: Cast) -> None:
    asset = laptop(cast)
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/status"
    disposed = Status.objects.get(name="Disposed")
    response = client.post(url, _sent(client, url, status=disposed.public_id))
    assert response.status_code == 409
    assert "cannot go from “In stock” to “Disposed”" in text_of(response)


def test_an_act_from_a_list_leads_back_to_that_list(cast: Cast) -> None:
    asset = laptop(cast, status="In use")
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/check-in"
    form = client.get(url, headers={**DIALOG, "HX-Current-URL": "http://testserver/assets?q=x"})
    response = client.post(url, fields_of(form))
    assert response.headers["Location"] == "/assets?q=x"


@pytest.mark.parametrize(
    "evil", ["https://evil.example/assets", "//evil.example/assets", "javascript:alert(1)"]
)
def test_a_return_address_of_somebody_else_is_not_followed(cast: Cast, evil: str) -> None:
    asset = laptop(cast, status="In use")
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/check-in"
    response = client.post(url, _sent(client, url, return_to=evil))
    assert response.headers["Location"] == f"/assets/{asset.public_id}"


def test_holders_are_found_by_name_and_only_in_scope(cast: Cast) -> None:
    with signed("test"):
        make_person(cast.company, "Zora Here")
        make_person(cast.other_company, "Zora There")
    page = text_of(client_of(cast, "technician").get("/assets/_holders", {"q": "zora"}))
    assert "Zora Here" in page
    assert "Zora There" not in page
    assert Asset.objects.count() == 0


def test_only_holders_of_the_asset_s_company_are_offered(cast: Cast) -> None:
    with signed("test"):
        make_person(cast.company, "Kim Here")
        make_person(cast.other_company, "Kim Elsewhere")
    sent = {"q": "kim", "company": cast.company.public_id}
    page = text_of(client_of(cast, "administrator").get("/assets/_holders", sent))
    assert "Kim Here" in page
    assert "Kim Elsewhere" not in page
