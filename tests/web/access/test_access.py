"""Settings, users, groups, roles, grants: who manages access, how far, and what is refused."""

import pytest
from django.test import Client

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant, Role, UserGroup
from assetry.domain.access.operations import create_group, create_role, grant_role, set_group_members
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.factories import make_person

pytestmark = pytest.mark.django_db
PAGES = [
    "/settings/users",
    "/settings/users/new",
    "/settings/groups",
    "/settings/groups/new",
    "/settings/roles",
    "/settings/roles/new",
]


def _client(cast: Cast, role: str = "administrator") -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def _group(cast: Cast, *members: str) -> UserGroup:
    admin = cast.actor("administrator")
    group = create_group(actor=admin, name="Service desk", at=NOW)
    users = [cast.user(role) for role in members]
    return set_group_members(actor=admin, group=group, users=users, at=NOW)


def _role(cast: Cast, *codes: str) -> Role:
    return create_role(actor=cast.actor("administrator"), name="Reader", permission_codes=codes, at=NOW)


@pytest.mark.parametrize("url", PAGES)
def test_an_administrator_opens_every_page_of_access(cast: Cast, url: str) -> None:
    assert _client(cast).get(url).status_code == 200


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("role", ["asset_manager", "technician", "auditor", "employee"])
def test_nobody_else_does(cast: Cast, url: str, role: str) -> None:
    assert _client(cast, role).get(url).status_code == 403


def test_the_settings_show_what_one_may_set(cast: Cast) -> None:
    assert "/settings/users" in _client(cast).get("/settings").content.decode()
    manager = _client(cast, "asset_manager").get("/settings").content.decode()
    assert "/settings/statuses" in manager
    assert "/settings/users" not in manager


@pytest.mark.parametrize("role", ["technician", "auditor", "employee"])
def test_who_has_nothing_to_set_sees_no_settings(cast: Cast, role: str) -> None:
    assert _client(cast, role).get("/settings").status_code == 403


def test_settings_are_found_by_what_they_are_about(cast: Cast) -> None:
    page = _client(cast).get("/settings", {"q": "digits tag"}).content.decode()
    assert "No setting is called that" in page
    found = _client(cast).get("/settings", {"q": "NEW TAGS"}).content.decode()
    assert "/settings/tag-schemes" in found
    assert "/settings/users" not in found


def test_a_user_is_made_with_a_first_password_and_signs_in(cast: Cast) -> None:
    with signed("test"):
        yuki = make_person(cast.company, "Yuki Tanaka")
    sent = {
        "name": "Yuki Tanaka",
        "email": "Yuki@Example.com",
        "password": "quiet harbor lantern",
        "person": yuki.public_id,
    }
    answer = _client(cast).post("/settings/users/new", sent)
    made = User.objects.get(email="yuki@example.com")
    assert answer.headers["Location"] == f"/settings/users/{made.public_id}"
    assert made.person_id == yuki.pk
    assert made.check_password("quiet harbor lantern")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "administrator@example.com"}, "exists already"),
        ({"email": "nobody"}, "Give an e-mail address."),
        ({"password": "12345"}, "too short"),
    ],
    ids=["taken", "no address", "weak"],
)
def test_what_is_wrong_with_a_new_user_is_said_with_the_typing_kept(
    cast: Cast, changed: dict[str, str], words: str
) -> None:
    sent = {"name": "Yuki Tanaka", "email": "yuki@example.com", "password": "quiet harbor lantern"}
    answer = _client(cast).post("/settings/users/new", {**sent, **changed})
    page = answer.content.decode()
    assert answer.status_code in {409, 422}
    assert words in page
    assert "Yuki Tanaka" in page
    assert User.objects.count() == len(cast.users)


def test_a_user_is_deactivated_and_out_at_once(cast: Cast) -> None:
    out, sam = _client(cast, "technician"), cast.user("technician")
    before = '{"name":"Sam Idris","is_active":"on"}'
    sent = {"name": "Sam Idris", "version": str(sam.version), "before": before}
    answer = _client(cast).post(f"/settings/users/{sam.public_id}/edit", sent)
    sam.refresh_from_db()
    assert (answer.status_code, sam.is_active) == (302, False)
    assert out.get("/people").status_code == 302


def test_the_last_administrator_stays(cast: Cast) -> None:
    ada = cast.user("administrator")
    before = '{"name":"Ada Admin","is_active":"on"}'
    sent = {"name": "Ada Admin", "version": str(ada.version), "before": before}
    answer = _client(cast).post(f"/settings/users/{ada.public_id}/edit", sent)
    assert answer.status_code == 409
    assert "is the last administrator" in answer.content.decode()


def test_a_grant_is_given_within_a_company_and_taken_back(cast: Cast) -> None:
    ana, role = cast.user("employee"), _role(cast, "assets.asset.view")
    client, url = _client(cast), f"/settings/users/{ana.public_id}"
    sent = {"role": role.public_id, "company": cast.company.public_id}
    assert client.post(f"{url}/grants/new", sent).headers["Location"] == url
    assert cast.actor("employee").may("assets.asset.view", company_id=cast.company.pk)
    assert not cast.actor("employee").may("assets.asset.view", company_id=cast.other_company.pk)
    grant = Grant.objects.get(user=ana, role=role)
    assert client.post(f"/settings/grants/{grant.public_id}/revoke").headers["Location"] == url
    assert not cast.actor("employee").may("assets.asset.view")
    page = client.get(url).content.decode()
    assert "by Ada Admin" in page
    assert "<del>Reader</del>" in page


def test_the_same_grant_twice_is_refused(cast: Cast) -> None:
    sam = cast.user("technician")
    role = Role.objects.get(code="technician")
    sent = {"role": role.public_id, "company": cast.company.public_id}
    answer = _client(cast).post(f"/settings/users/{sam.public_id}/grants/new", sent)
    assert answer.status_code == 409
    assert "This grant exists already." in answer.content.decode()


def test_the_last_grant_of_an_administrator_is_not_taken_back(cast: Cast) -> None:
    grant = Grant.objects.get(user=cast.user("administrator"))
    answer = _client(cast).post(f"/settings/grants/{grant.public_id}/revoke", follow=True)
    assert "is the last administrator" in answer.content.decode()
    assert Grant.objects.filter(pk=grant.pk).exists()


def test_an_administrator_of_one_company_reaches_no_further(cast: Cast) -> None:
    user = cast.user("asset_manager")
    with signed("test"):
        role = Role.objects.get(code="administrator")
        Grant.objects.create(user=user, role=role, company=cast.company)
        compile_grants([user.pk])
    client = _client(cast, "asset_manager")
    foreign = Grant.objects.get(user=cast.user("stranger"))
    ana = cast.user("employee")
    sent = {"role": role.public_id}
    assert client.post(f"/settings/grants/{foreign.public_id}/revoke").status_code == 404
    assert client.post(f"/settings/users/{ana.public_id}/grants/new", sent).status_code == 403
    assert Grant.objects.filter(pk=foreign.pk).exists()


def test_a_group_gives_its_members_what_it_is_granted(cast: Cast) -> None:
    group, ana = _group(cast), cast.user("employee")
    client, url = _client(cast), f"/settings/groups/{group.public_id}"
    role = _role(cast, "assets.asset.view")
    client.post(f"{url}/grants/new", {"role": role.public_id, "company": cast.company.public_id})
    answer = client.post(f"{url}/members/new", {"user": ana.public_id})
    assert answer.headers["Location"] == url
    assert cast.actor("employee").may("assets.asset.view")
    assert "By groups" in client.get(f"/settings/users/{ana.public_id}").content.decode()
    client.post(f"{url}/members/{ana.public_id}/remove")
    assert not cast.actor("employee").may("assets.asset.view")


def test_members_are_found_by_name_and_address(cast: Cast) -> None:
    client = _client(cast)
    assert "Sam Idris" in client.get("/_options/user", {"q": "idris"}).content.decode()
    assert "Sam Idris" in client.get("/_options/user", {"q": "technician@"}).content.decode()
    assert "Sam Idris" in client.get("/settings/users", {"q": "technician@"}).content.decode()


def test_who_manages_no_access_finds_no_user(cast: Cast) -> None:
    page = _client(cast, "asset_manager").get("/_options/user", {"q": "idris"}).content.decode()
    assert "Sam Idris" not in page


def test_a_role_holds_the_permissions_that_are_checked(cast: Cast) -> None:
    client = _client(cast)
    sent = {"name": "Desk", "assets.asset.view": "on", "assets.asset.check_out": "on"}
    client.post("/settings/roles/new", sent)
    role = Role.objects.get(name="Desk")
    assert role.permissions == ["assets.asset.check_out", "assets.asset.view"]
    before = '{"name":"Desk","assets.asset.view":"on","assets.asset.check_out":"on"}'
    changed = {
        "name": "Desk",
        "assets.asset.view": "on",
        "audit.view": "on",
        "before": before,
        "version": "1",
    }
    assert client.post(f"/settings/roles/{role.public_id}/edit", changed).status_code == 302
    role.refresh_from_db()
    assert role.permissions == ["assets.asset.view", "audit.view"]


def test_a_built_in_role_is_read_only(cast: Cast) -> None:
    role = Role.objects.get(code="auditor")
    client, url = _client(cast), f"/settings/roles/{role.public_id}"
    page = client.get(url).content.decode()
    assert "stays as it is" in page
    assert f"{url}/edit" not in page
    assert client.get(f"{url}/edit").status_code == 403


def test_a_user_that_does_not_exist_has_no_page(cast: Cast) -> None:
    assert _client(cast).get("/settings/users/000000000000").status_code == 404


def test_a_user_with_many_grants_is_read_in_a_handful_of_statements(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    admin, ana = cast.actor("administrator"), cast.user("employee")
    role = _role(cast, "assets.asset.view")
    for company in (cast.company, cast.other_company):
        grant_role(actor=admin, role=role, user=ana, company=company, at=NOW)
    client = _client(cast)
    client.get(f"/settings/users/{ana.public_id}")
    with django_assert_max_num_queries(13):  # type: ignore[operator]
        client.get(f"/settings/users/{ana.public_id}")


def test_a_place_of_the_sidebar_stays_marked_on_the_pages_below_it(cast: Cast) -> None:
    page = _client(cast).get("/settings/users").content.decode()
    assert 'href="/settings" title="Settings" aria-current="page"' in page


def test_who_manages_access_alone_finds_the_settings(cast: Cast) -> None:
    role, ana = _role(cast, "access.manage"), cast.user("employee")
    grant_role(actor=cast.actor("administrator"), role=role, user=ana, at=NOW)
    page = _client(cast, "employee").get("/settings").content.decode()
    assert "/settings/users" in page
    assert "/settings/statuses" not in page
