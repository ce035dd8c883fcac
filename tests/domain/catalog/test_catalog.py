"""The catalog: shared, kept by who may, read by whoever works with it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assetry.domain.assets.kinds.registry import KINDS as REGISTERED
from assetry.domain.catalog.models import AssetKind, AssetModel, AssetModelPicture, Category, Manufacturer
from assetry.domain.catalog.operations import (
    create_asset_model,
    create_category,
    create_manufacturer,
    edit_asset_model,
    edit_category,
    edit_kind,
    edit_manufacturer,
    set_model_picture,
)
from assetry.domain.catalog.queries import get_asset_model_for, get_category_for, get_kind_for, list_kinds
from assetry.domain.catalog.refusals import KindInUse, ModelUsedElsewhere, SupportEndsBeforeSale
from assetry.domain.organization.refusals import NameTaken
from assetry.kernel.refusals import InvalidInput, NotFound, NotPermitted, StalePage
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.domain.people import granted
from tests.factories import make_asset, make_category, make_model

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return cast.actor("asset_manager")


@pytest.fixture
def hardware() -> AssetKind:
    return AssetKind.objects.get(code="hardware")


@pytest.fixture
def laptop(manager: Actor, hardware: AssetKind) -> Category:
    return create_category(actor=manager, values={"name": "Laptop", "kind": hardware}, at=NOW)


@pytest.fixture
def dell(manager: Actor) -> Manufacturer:
    return create_manufacturer(actor=manager, values={"name": "Dell"}, at=NOW)


def model(actor: Actor, dell: Manufacturer, laptop: Category, **values: Any) -> AssetModel:
    given = {"name": "Latitude", "manufacturer": dell, "category": laptop, **values}
    return create_asset_model(actor=actor, values=given, at=NOW)


def test_all_companies_read_it(cast: Cast, manager: Actor, dell: Manufacturer, laptop: Category) -> None:
    made = model(manager, dell, laptop)
    assert get_asset_model_for(cast.actor("auditor"), made.public_id) == made
    assert get_category_for(cast.actor("stranger"), laptop.public_id) == laptop


def test_an_employee_does_not(cast: Cast, manager: Actor, dell: Manufacturer, laptop: Category) -> None:
    made = model(manager, dell, laptop)
    with pytest.raises(NotFound):
        get_asset_model_for(cast.actor("employee"), made.public_id)
    with pytest.raises(NotFound):
        get_category_for(cast.actor("employee"), laptop.public_id)
    assert not Manufacturer.objects.visible_to(cast.actor("employee")).exists()
    assert dell in Manufacturer.objects.as_words()


def test_models_are_told_apart_by_manufacturer_name_and_number(
    manager: Actor, dell: Manufacturer, laptop: Category
) -> None:
    model(manager, dell, laptop, number="7440")
    model(manager, dell, laptop, number="7450")
    with pytest.raises(NameTaken):
        model(manager, dell, laptop, name="LATITUDE", number="7440")


@pytest.mark.parametrize("missing", ["name", "manufacturer", "category"])
def test_a_model_needs_name_manufacturer_and_category(
    manager: Actor, dell: Manufacturer, laptop: Category, missing: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        model(manager, dell, laptop, **{missing: None})
    assert set(refused.value.errors) == {missing}


@pytest.mark.parametrize("months", ["-1", "1.5", "40000", "many"])
def test_a_useful_life_is_a_number_of_months(
    manager: Actor, dell: Manufacturer, laptop: Category, months: str
) -> None:
    with pytest.raises(InvalidInput):
        model(manager, dell, laptop, useful_life_months=months)


def test_support_does_not_end_before_the_sale(manager: Actor, dell: Manufacturer, laptop: Category) -> None:
    made = model(manager, dell, laptop, end_of_sale_on="2026-06-30")
    with pytest.raises(SupportEndsBeforeSale):
        edit_asset_model(
            actor=manager, model=made, changes={"end_of_support_on": "2026-06-29"}, version=None, at=NOW
        )
    with pytest.raises(SupportEndsBeforeSale):
        model(manager, dell, laptop, number="2", end_of_sale_on="2026-06-30", end_of_support_on="2026-06-29")
    edit_asset_model(
        actor=manager, model=made, changes={"end_of_support_on": "2026-06-30"}, version=None, at=NOW
    )


def test_support_before_sale_is_impossible(manager: Actor, dell: Manufacturer, laptop: Category) -> None:
    made = model(manager, dell, laptop)
    dates = {"end_of_sale_on": "2026-06-30", "end_of_support_on": "2026-06-29"}
    with signed("test"), pytest.raises(IntegrityError, match="support_after_sale"), transaction.atomic():
        AssetModel.objects.filter(pk=made.pk).update(**dates)


def test_the_assets_manufacturer_follows_the_model_s(cast: Cast, manager: Actor, dell: Manufacturer) -> None:
    with signed("test"):
        latitude = make_model()
        asset = make_asset(
            cast.company, category=latitude.category, model=latitude, manufacturer=latitude.manufacturer
        )
    edit_asset_model(actor=manager, model=latitude, changes={"manufacturer": dell}, version=1, at=NOW)
    asset.refresh_from_db()
    assert asset.manufacturer == dell


def test_a2_a_model_whose_assets_belong_to_others_keeps_its_manufacturer(
    cast: Cast, manager: Actor, dell: Manufacturer
) -> None:
    with signed("test"):
        latitude = make_model()
        make_asset(
            cast.other_company, category=latitude.category, model=latitude, manufacturer=latitude.manufacturer
        )
    with pytest.raises(ModelUsedElsewhere):
        edit_asset_model(actor=manager, model=latitude, changes={"manufacturer": dell}, version=1, at=NOW)


def test_a_category_keeps_its_kind(manager: Actor, laptop: Category) -> None:
    subscription = AssetKind.objects.get(code="subscription")
    with pytest.raises(KindInUse):
        edit_category(actor=manager, category=laptop, changes={"kind": subscription}, version=None, at=NOW)


def test_a_category_s_name_is_taken_within_its_kind(
    manager: Actor, laptop: Category, hardware: AssetKind
) -> None:
    subscription = AssetKind.objects.get(code="subscription")
    create_category(actor=manager, values={"name": "Laptop", "kind": subscription}, at=NOW)
    with pytest.raises(NameTaken):
        create_category(actor=manager, values={"name": "laptop", "kind": hardware}, at=NOW)


def test_a_new_category_of_a_kind_is_in_the_grants_of_the_kind(
    cast: Cast, manager: Actor, hardware: AssetKind
) -> None:
    granted("nina", "technician", company=cast.company, kind=hardware)
    from assetry.platform.accounts.models import User
    from tests.domain.people import actor_of

    made = create_category(actor=manager, values={"name": "Camera", "kind": hardware}, at=NOW)
    scope = actor_of(User.objects.get(name="nina")).scope("assets.asset.view")
    assert scope.covers(company_id=cast.company.pk, category_id=made.pk)


def test_a_kind_keeps_its_code(manager: Actor, hardware: AssetKind) -> None:
    with pytest.raises(InvalidInput):
        edit_kind(actor=manager, kind=hardware, changes={"code": "x"}, version=None, at=NOW)
    assert (
        edit_kind(actor=manager, kind=hardware, changes={"name": "Devices"}, version=1, at=NOW).version == 2
    )


def test_a_kind_is_found_by_its_code_or_its_public_id(cast: Cast, hardware: AssetKind) -> None:
    auditor = cast.actor("auditor")
    assert get_kind_for(auditor, "hardware") == get_kind_for(auditor, hardware.public_id) == hardware
    codes = [kind.code for kind in list_kinds(auditor)]
    assert codes[:3] == ["hardware", "subscription", "information"]
    assert sorted(codes) == sorted(REGISTERED)


@pytest.mark.parametrize("code", ["", "nothing", "\x00"])
def test_no_other_kind_is_found(cast: Cast, code: str) -> None:
    with pytest.raises(NotFound):
        get_kind_for(cast.actor("employee"), code)


def test_stale_pages_are_refused(manager: Actor, dell: Manufacturer, laptop: Category) -> None:
    with pytest.raises(StalePage):
        edit_manufacturer(actor=manager, manufacturer=dell, changes={"name": "X"}, version=9, at=NOW)
    with pytest.raises(StalePage):
        edit_category(actor=manager, category=laptop, changes={"name": "X"}, version=9, at=NOW)


def test_a_new_picture_takes_the_old_one_s_place(
    manager: Actor, dell: Manufacturer, laptop: Category
) -> None:
    made = model(manager, dell, laptop)
    for content in (b"old", b"new"):
        set_model_picture(
            actor=manager, model=made, content=content, sha256="0" * 64, width=1, height=1, at=NOW
        )
    assert bytes(AssetModelPicture.objects.get(model=made).content) == b"new"


@pytest.mark.parametrize("role", ["technician", "auditor", "employee"])
def test_only_who_keeps_the_catalog_changes_it(cast: Cast, hardware: AssetKind, role: str) -> None:
    with signed("test"):
        made, category = make_model(), make_category()
    actor = cast.actor(role)
    with pytest.raises(NotPermitted):
        create_manufacturer(actor=actor, values={"name": "X"}, at=NOW)
    with pytest.raises(NotPermitted):
        create_category(actor=actor, values={"name": "X", "kind": hardware}, at=NOW)
    with pytest.raises(NotPermitted):
        edit_asset_model(actor=actor, model=made, changes={"name": "X"}, version=None, at=NOW)
    with pytest.raises(NotPermitted):
        edit_category(actor=actor, category=category, changes={"name": "X"}, version=None, at=NOW)
    with pytest.raises(NotPermitted):
        edit_kind(actor=actor, kind=hardware, changes={"name": "X"}, version=None, at=NOW)
