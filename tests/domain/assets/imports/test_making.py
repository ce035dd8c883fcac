"""What an import makes along, and who may let it."""

import pytest
from django.db import connection

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant, Role
from assetry.domain.assets.models import Asset
from assetry.domain.catalog.models import AssetModel, Category, Manufacturer
from assetry.domain.organization.models import Company, Location, Person, Supplier
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.domain.assets.imports.importing import ALL, check, load, table
from tests.factories import make_category, make_location, make_model

pytestmark = pytest.mark.django_db

EVERYTHING = table(
    "Tag,Company,Category,Manufacturer,Model,Supplier,Location,Username",
    "A-1,Beta,Laptop,Dell,Latitude,Shop,Room 1,ana",
)


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ("company", "Company “Beta” was not found."), ("category", "Category “Laptop” was not found."),
        ("manufacturer", "Manufacturer “Dell” was not found."), ("model", "Model “Latitude” was not found."),
        ("supplier", "Supplier “Shop” was not found."), ("location", "Location “Room 1” was not found."),
        ("person", "Nobody has the user name “ana”."),
    ],
)  # fmt: skip
def test_what_may_not_be_made_refuses_the_row(cast: Cast, left_out: str, words: str) -> None:
    plan = check(cast.actor("administrator"), EVERYTHING, create=ALL - {left_out})
    assert words in plan.rows[0].reasons
    assert plan.made == []


def test_what_may_be_made_is_counted_first_and_then_made_once(cast: Cast) -> None:
    plan = check(cast.actor("administrator"), EVERYTHING, create=ALL)
    assert plan.made_counts == dict.fromkeys(ALL, 1)
    assert not Company.objects.filter(name="Beta").exists()
    load(cast.actor("administrator"), EVERYTHING, create=ALL)
    for model, name in ((Company, "Beta"), (Category, "Laptop"), (Manufacturer, "Dell"), (Supplier, "Shop")):
        assert model.objects.filter(name=name).count() == 1
    assert Location.objects.values_list("company__name", "path_name").get() == ("Beta", "Room 1")
    assert Person.objects.values_list("company__name", "name").get(username="ana") == ("Beta", "ana")


def test_only_what_accepted_rows_need_is_made(cast: Cast) -> None:
    content = table("Tag,Category,Location,Cost", "A-1,Laptop,Room 1,x", "A-2,Phone,Room 2,1")
    plan = check(cast.actor("asset_manager"), content, create=ALL)
    assert sorted(pending.name for pending in plan.made) == ["Phone", "Room 2"]


def test_who_was_granted_all_companies_holds_the_new_one(cast: Cast) -> None:
    load(cast.actor("administrator"), EVERYTHING, create=ALL)
    beta = Company.objects.get(name="Beta")
    assert beta.path == [beta.pk]
    assert cast.actor("administrator").may("assets.asset.view", company_id=beta.pk)
    assert not cast.actor("asset_manager").may("assets.asset.view", company_id=beta.pk)


def test_a_company_is_made_only_by_who_holds_them_all(cast: Cast) -> None:
    plan = check(cast.actor("asset_manager"), EVERYTHING, create=ALL)
    assert plan.rows[0].reasons == ["“Beta” is not there, and you may not make it."]


@pytest.mark.parametrize(
    ("permission", "words"),
    [
        ("catalog.manage", "“Dell” is not there, and you may not make it."),
        ("organization.manage", "“Room 1” is not there, and you may not make it."),
        ("organization.person.manage", "“ana” is not there, and you may not make them."),
    ],
)
def test_each_thing_needs_the_permission_to_make_it(cast: Cast, permission: str, words: str) -> None:
    with signed("test"):
        role = Role.objects.create(name="Importer", code="", permissions=[
            code for code in Role.objects.get(code="asset_manager").permissions if code != permission
        ])  # fmt: skip
        Grant.objects.filter(user=cast.user("asset_manager")).delete()
        Grant.objects.create(user=cast.user("asset_manager"), role=role, company=cast.company)
        compile_grants([cast.user("asset_manager").pk])
    content = table("Tag,Category,Manufacturer,Location,Username", "A-1,Laptop,Dell,Room 1,ana")
    assert words in check(cast.actor("asset_manager"), content, create=ALL).rows[0].reasons


def test_models_are_told_apart_by_manufacturer_name_and_number(cast: Cast) -> None:
    content = table(
        "Tag,Category,Manufacturer,Model,Model Number",
        "A-1,L,Dell,Latitude,1", "A-2,L,Dell,Latitude,2", "A-3,L,HP,Latitude,1",
        "A-4,L,Dell,latitude,1", "A-5,L,Dell,Latitude,",
    )  # fmt: skip
    load(cast.actor("asset_manager"), content, create=ALL)
    models = AssetModel.objects.values_list("manufacturer__name", "name", "number")
    assert sorted(models) == [
        ("Dell", "Latitude", ""),
        ("Dell", "Latitude", "1"),
        ("Dell", "Latitude", "2"),
        ("HP", "Latitude", "1"),
    ]


def test_a_file_without_numbers_means_the_only_model_of_the_name(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude", make_category("Laptop"), number="L5450")
    load(cast.actor("asset_manager"), table("Tag,Model", "A-1,latitude"))
    assert Asset.objects.values_list("model", "category__name").get() == (model.pk, "Laptop")


def test_a_name_that_several_models_have_is_refused(cast: Cast) -> None:
    with signed("test"):
        make_model("Latitude", number="1")
        make_model("Latitude", number="2")
    plan = check(cast.actor("asset_manager"), table("Tag,Model", "A-1,Latitude"))
    assert plan.rows[0].reasons == ["2 have the name “Latitude”. Write it in full."]


def test_a_model_without_a_manufacturer_is_kept_under_unknown(cast: Cast) -> None:
    plan = load(
        cast.actor("asset_manager"),
        table("Tag,Category,Model", "A-1,L,Old box", "A-2,L,Older box"),
        create=ALL,
    )
    assert set(AssetModel.objects.values_list("name", "manufacturer__name")) == {
        ("Old box", "Unknown"),
        ("Older box", "Unknown"),
    }
    assert plan.rows[0].warnings == ["The model “Old box” has no manufacturer; it is kept under “Unknown”."]


def test_locations_are_looked_up_in_the_rows_company(cast: Cast) -> None:
    with signed("test"):
        make_location(cast.other_company, "Room 1")
    plan = check(
        cast.actor("administrator"),
        table("Tag,Company,Category,Location", f"A-1,{cast.company.name},L,Room 1"),
        create=ALL,
    )
    assert [pending.entity for pending in plan.made] == ["category", "location"]


def test_a_path_of_locations_is_found_and_made_with_all_its_parts(cast: Cast) -> None:
    with signed("test"):
        make_location(cast.company, "Berlin")
    content = table(
        "Tag,Category,Location", "A-1,L,Berlin / Floor 2 / Lab", "A-2,L,Lab", "A-3,L,berlin / floor 2"
    )
    load(cast.actor("asset_manager"), content, create=ALL)
    assert sorted(Location.objects.values_list("path_name", flat=True)) == [
        "Berlin",
        "Berlin / Floor 2",
        "Berlin / Floor 2 / Lab",
    ]
    assert check(cast.actor("asset_manager"), content, create=ALL).counts["unchanged"] == 3


def test_a_place_that_two_have_is_asked_for_in_full(cast: Cast) -> None:
    with signed("test"):
        for building in ("North", "South"):
            make_location(cast.company, "Lab", make_location(cast.company, building))
    plan = check(
        cast.actor("asset_manager"),
        table("Tag,Category,Location", "A-1,L,Lab", "A-2,L,North / Lab"),
        create=ALL,
    )
    assert [row.reasons for row in plan.rows] == [["2 have the name “Lab”. Write it in full."], []]


def test_the_default_company_and_category_stand_in_for_empty_cells(cast: Cast) -> None:
    with signed("test"):
        laptops = make_category("Laptop")
    actor = cast.actor("administrator")
    content = table("Tag,Company,Category", "A-1,,", f"A-2,{cast.other_company.name},Phone")
    load(actor, content, create=ALL, company=cast.company.public_id, category=laptops.public_id)
    found = Asset.objects.order_by("asset_tag").values_list("company", "category__name")
    assert list(found) == [(cast.company.pk, "Laptop"), (cast.other_company.pk, "Phone")]


def test_without_company_or_category_a_row_is_refused(cast: Cast) -> None:
    plan = check(cast.actor("administrator"), table("Tag,Category", "A-1,L"), create=ALL, company="")
    assert plan.rows[0].reasons == ["The row has no company. Choose one for rows without."]
    plan = check(cast.actor("asset_manager"), table("Tag,Name", "A-1,x"), create=ALL)
    assert plan.rows[0].reasons == ["The row has no category, and no model that has one."]


def test_everything_is_written_under_one_event(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM audit_event")
        [before] = cursor.fetchone()
        load(cast.actor("administrator"), EVERYTHING, create=ALL)
        cursor.execute("SELECT intent, actor_id FROM audit_event WHERE id > %s", [before])
        assert cursor.fetchall() == [("assets.asset.import", cast.user("administrator").pk)]
