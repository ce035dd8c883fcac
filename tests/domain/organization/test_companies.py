"""Companies: who makes and changes them, and that grants follow."""

import pytest

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant
from assetry.domain.organization.models import Company
from assetry.domain.organization.operations import create_company, create_location, edit_company
from assetry.domain.organization.queries import list_companies
from assetry.domain.organization.refusals import InsideItself, NameTaken
from assetry.kernel.refusals import InvalidInput, NotPermitted, StalePage
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.domain.people import actor_of, granted, make_role, make_user
from tests.factories import make_company, make_location

pytestmark = pytest.mark.django_db
VALUES = {"name": "New GmbH", "currency": "EUR", "time_zone": "Europe/Berlin"}


def make(actor: Actor, **values: object) -> Company:
    return create_company(actor=actor, values=VALUES | values, at=NOW)


def test_who_holds_every_company_holds_the_new_one(cast: Cast) -> None:
    company = make(cast.actor("administrator"))
    assert company.path == [company.pk]
    assert cast.actor("administrator").may("assets.asset.edit", company_id=company.pk)
    assert not cast.actor("asset_manager").may("assets.asset.view", company_id=company.pk)


def test_who_holds_the_parent_holds_the_child(cast: Cast) -> None:
    child = make(cast.actor("asset_manager"), parent=cast.company)
    assert child.path == [cast.company.pk, child.pk]
    assert cast.actor("technician").may("assets.asset.view", company_id=child.pk)
    assert not cast.actor("stranger").may("assets.asset.view", company_id=child.pk)


def test_rows_inside_it_can_follow(cast: Cast) -> None:
    company = make(cast.actor("administrator"))
    place = create_location(
        actor=cast.actor("administrator"), company=company, values={"name": "Desk"}, at=NOW
    )
    assert place.company == company


def test_a_root_is_for_whoever_holds_them_all(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        make(cast.actor("asset_manager"))


def test_a_root_takes_the_right_to_what_is_shared(cast: Cast) -> None:
    with signed("test"):
        role, user = make_role("Structure", "organization.company.manage"), make_user("nina")
        Grant.objects.create(user=user, role=role)
        compile_grants([user.pk])
    with pytest.raises(NotPermitted, match=r"catalog\.manage"):
        make(actor_of(user))


def test_a2_a_child_of_another_company_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        make(cast.actor("asset_manager"), parent=cast.other_company)


def test_who_is_limited_to_a_location_makes_no_child(cast: Cast) -> None:
    with signed("test"):
        site = make_location(cast.company)
    with pytest.raises(NotPermitted):
        make(granted("nina", "asset_manager", company=cast.company, location=site), parent=cast.company)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency", "eur"),
        ("currency", "XXXX"),
        ("currency", "ABC"),
        ("time_zone", "Mars/Base"),
        ("locale", "xx-nowhere"),
        ("locale", "!"),
        ("name", ""),
        ("path", [1]),
        ("public_id", "A" * 12),
        ("id", 1),
    ],
)
def test_what_cannot_be_used_is_named(cast: Cast, field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        make(cast.actor("administrator"), **{field: value})
    assert set(refused.value.errors) == {field}


def test_a_name_is_taken_whatever_its_case(cast: Cast) -> None:
    with pytest.raises(NameTaken):
        make(cast.actor("administrator"), name="LARKFIELD labs gmbh")


def test_a_change_counts_and_a_stale_page_is_refused(cast: Cast) -> None:
    changed = edit_company(
        actor=cast.actor("asset_manager"),
        company=cast.company,
        changes={"currency": "USD"},
        version=1,
        at=NOW,
    )
    assert (changed.currency, changed.version) == ("USD", 2)
    with pytest.raises(StalePage):
        edit_company(
            actor=cast.actor("asset_manager"), company=cast.company, changes={"name": "X"}, version=1, at=NOW
        )


def test_it_keeps_its_parent(cast: Cast) -> None:
    with pytest.raises(InsideItself):
        edit_company(
            actor=cast.actor("administrator"),
            company=cast.company,
            changes={"parent": cast.other_company},
            version=None,
            at=NOW,
        )


def test_a_child_s_row_is_its_parent_s(cast: Cast) -> None:
    with signed("test"):
        child = make_company(parent=cast.company)
    local = granted("nina", "asset_manager", company=child)
    with pytest.raises(NotPermitted):
        edit_company(actor=local, company=child, changes={"name": "Mine"}, version=None, at=NOW)


@pytest.mark.parametrize("role", ["technician", "auditor", "employee", "stranger"])
def test_others_change_none(cast: Cast, role: str) -> None:
    with pytest.raises(NotPermitted):
        edit_company(
            actor=cast.actor(role), company=cast.company, changes={"name": "X"}, version=None, at=NOW
        )


def test_ones_own_company_is_offered_first(cast: Cast) -> None:
    make(cast.actor("administrator"), name="Aardvark Ltd")
    offered = list_companies(cast.actor("administrator"), "assets.asset.create")
    assert [company.name for company in offered[:2]] == [cast.company.name, "Aardvark Ltd"]
