"""Whose rows an actor may import."""

import pytest

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant, Role
from assetry.domain.assets.models import Asset
from assetry.domain.catalog.models import AssetKind
from assetry.kernel.refusals import NotPermitted
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.domain.assets.imports.importing import ALL, check, load, table
from tests.factories import make_asset, make_category, make_location

pytestmark = pytest.mark.django_db


def grant(cast: Cast, *, without: str = "", **limits: object) -> None:
    """Give the asset manager one grant: the role's permissions but one, within limits."""
    with signed("test"):
        kept = [code for code in Role.objects.get(code="asset_manager").permissions if code != without]
        role = Role.objects.create(name="Importer", code="", permissions=kept)
        Grant.objects.filter(user=cast.user("asset_manager")).delete()
        Grant.objects.create(user=cast.user("asset_manager"), role=role, company=cast.company, **limits)
        compile_grants([cast.user("asset_manager").pk])


@pytest.mark.parametrize("role", ["technician", "auditor", "employee"])
def test_it_takes_the_permission(cast: Cast, role: str) -> None:
    with pytest.raises(NotPermitted):
        check(cast.actor(role), table("Tag,Category", "A-1,Laptop"))


def test_a_company_out_of_scope_is_not_found(cast: Cast) -> None:
    plan = check(
        cast.actor("asset_manager"),
        table("Tag,Category,Company", "A-1,Laptop,Otherwhere Ltd"),
        create=ALL - {"company"},
    )
    assert plan.rows[0].reasons == ["Company “Otherwhere Ltd” was not found."]


def test_assets_of_another_company_are_neither_found_nor_changed(cast: Cast) -> None:
    with signed("test"):
        theirs = make_asset(cast.other_company, asset_tag="A-1", name="Theirs", serial_number="SN-1")
    load(
        cast.actor("asset_manager"),
        table("Tag,Serial,Category,Name", "A-1,SN-1,Laptop,Ours"),
        create=ALL,
    )
    theirs.refresh_from_db()
    assert theirs.name == "Theirs"
    assert Asset.objects.filter(company=cast.company, name="Ours").count() == 1


def test_a1_the_id_of_another_companys_asset_is_an_id_of_nowhere(cast: Cast) -> None:
    with signed("test"):
        theirs = make_asset(cast.other_company, asset_tag="A-1")
    content = table("ID in Assetry,Category", f"{theirs.public_id},Laptop", "ZZZZZZZZZZZZ,Laptop")
    plan = check(cast.actor("asset_manager"), content, create=ALL)
    reasons = [row.reasons[0].replace(theirs.public_id, "ZZZZZZZZZZZZ") for row in plan.rows]
    assert reasons[0] == reasons[1]
    assert reasons[1].startswith("No asset of this company has the ID “ZZZZZZZZZZZZ”.")


@pytest.mark.parametrize(
    ("permission", "content"),
    [
        ("assets.asset.create", table("Tag,Category", "A-9,Laptop")),
        ("assets.asset.edit", table("Tag,Name", "A-1,Other")),
        ("assets.asset.transfer", table("Tag,Location", "A-1,Room 1")),
        ("assets.asset.change_status", table("Tag,Status", "A-1,Retired")),
        ("assets.asset.check_out", table("Tag,Username", "A-1,technician")),
        ("assets.asset.check_out", table("Tag,Category,Username", "A-9,Laptop,technician")),
    ],
)
def test_a_row_takes_the_permission_of_what_it_does(cast: Cast, permission: str, content: bytes) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1")
        make_location(cast.company, "Room 1")
    grant(cast, without=permission)
    plan = check(cast.actor("asset_manager"), content, create=ALL)
    assert plan.rows[0].reasons == [
        f"You may not do this with assets here: it takes the permission “{permission}”."
    ]


def test_a_grant_limited_to_a_place_imports_there_only(cast: Cast) -> None:
    with signed("test"):
        berlin = make_location(cast.company, "Berlin")
        make_category("Laptop")
    grant(cast, location=berlin)
    content = table("Tag,Category,Location", "A-1,Laptop,Berlin", "A-2,Laptop,")
    plan = check(cast.actor("asset_manager"), content)
    assert [row.action.value for row in plan.rows] == ["create", "refuse"]


def test_a_grant_limited_to_a_kind_imports_its_categories_only(cast: Cast) -> None:
    with signed("test"):
        make_category("Laptop")
    grant(cast, kind=AssetKind.objects.get(code="hardware"))
    assert check(cast.actor("asset_manager"), table("Tag,Category", "A-1,Laptop")).counts["create"] == 1
    with signed("test"):
        make_category("Tool", "subscription")
    assert (
        check(cast.actor("asset_manager"), table("Tag,Category", "A-1,Tool"), kind="subscription").counts[
            "create"
        ]
        == 0
    )
