"""Reports by mail in the browser: from the view, its record, its change and its end."""

from typing import Any

import pytest
from django.test import Client

from assetry.domain.access.models import Role
from assetry.platform.audit.signed import signed
from assetry.platform.reports.models import ReportSchedule
from assetry.platform.reports.sending import send_all
from assetry.platform.saved_views.models import SavedView
from tests.cast import Cast
from tests.platform.reports.making import at, schedule, shared_view

pytestmark = pytest.mark.django_db


def client_of(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def form(**changes: str) -> dict[str, Any]:
    return {
        "name": "Stock on Monday", "rhythm": "weekly", "weekday": "1", "month_day": "31", "hour": "7", "form": "csv",
        "is_active": "on", "users": "asset_manager@example.com, AUDITOR@example.com", **changes,
    }  # fmt: skip


def test_a_view_is_sent_from_its_list_and_seen_in_the_settings(cast: Cast) -> None:
    view, client = shared_view(cast), client_of(cast, "asset_manager")
    url = f"/views/{view.public_id}/mail"
    assert url in client.get(f"/assets/kind/hardware?view={view.public_id}").content.decode()
    assert "asset_manager@example.com" in client.get(url).content.decode()
    role = Role.objects.get(code="auditor")
    answer = client.post(url, form(role=role.public_id))
    made = ReportSchedule.objects.get()
    assert answer["Location"] == f"/reports/mail/{made.public_id}"
    assert (made.rhythm, made.day, made.form, made.role_id) == ("weekly", 1, "csv", role.pk)
    assert made.user_ids == sorted([cast.user("asset_manager").pk, cast.user("auditor").pk])
    page = client.get(answer["Location"]).content.decode()
    assert "Every Monday at 07:00" in page
    assert "Role: Auditor, Olga Auditor, Priya Nair" in page
    assert "Stock on Monday" in client.get("/reports/mail").content.decode()
    assert "/reports/mail" in client.get("/reports").content.decode()


@pytest.mark.parametrize("name", ["nobody", "asset_manager"])
def test_who_may_not_share_is_not_told_who_has_an_account(cast: Cast, name: str) -> None:
    client, url = client_of(cast, "auditor"), f"/views/{shared_view(cast).public_id}/mail"
    assert client.post(url, form(users=f"{name}@example.com")).status_code == 403
    assert not ReportSchedule.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"users": "nobody@example.com"}, "Nobody with an account has the address nobody@example.com."),
        ({"users": ""}, "Choose at least one recipient."),
        ({"hour": "24"}, "23"),
        ({"rhythm": "yearly"}, "How often"),
    ],
)
def test_what_cannot_be_sent_is_said_beside_its_field(cast: Cast, changes: dict[str, str], said: str) -> None:
    answer = client_of(cast, "asset_manager").post(
        f"/views/{shared_view(cast).public_id}/mail", form(**changes)
    )
    assert (answer.status_code, ReportSchedule.objects.count()) == (422, 0)
    assert said in answer.content.decode()


def test_who_may_not_share_is_offered_no_role(cast: Cast) -> None:
    client, view = client_of(cast, "auditor"), shared_view(cast)
    assert 'name="role"' not in client.get(f"/views/{view.public_id}/mail").content.decode()
    assert client.post(f"/views/{view.public_id}/mail", form(users="auditor@example.com")).status_code == 302


def test_it_is_changed_and_deleted_by_its_owner_alone(cast: Cast) -> None:
    made = schedule(cast, shared_view(cast), "asset_manager")
    url, client = f"/reports/mail/{made.public_id}", client_of(cast, "asset_manager")
    assert client_of(cast, "stranger").get(url).status_code == 404
    page = client.get(f"{url}/edit").content.decode()
    assert 'value="7"' in page
    changed = form(
        rhythm="monthly", month_day="31", version="1", name="Stock", users="asset_manager@example.com"
    )
    assert client.post(f"{url}/edit", changed)["Location"] == url
    assert "Every month on day 31 at 07:00" in client.get(url).content.decode()
    assert client.post(f"{url}/edit", changed).status_code == 412
    assert "its record goes" in client.get(f"{url}/delete").content.decode()
    assert client.post(f"{url}/delete")["Location"] == "/reports/mail"
    assert ReportSchedule.objects.count() == 0


def test_its_page_says_what_became_of_each_and_why_nothing_is_sent(cast: Cast) -> None:
    view = shared_view(cast)
    made, client = schedule(cast, view, "asset_manager", "auditor"), client_of(cast, "asset_manager")
    with signed("test"):
        SavedView.objects.filter(pk=view.pk).update(visibility="private")
    send_all(at=at(2))
    page = client.get(f"/reports/mail/{made.public_id}").content.decode()
    assert "Mail waits to be sent" in page
    assert "Not sent: the view is not shared with them" in page
    with signed("test"):
        SavedView.objects.filter(pk=view.pk).delete()
    assert "was deleted" in client.get(f"/reports/mail/{made.public_id}").content.decode()
