"""Whole jobs, page after page as a person does them: what each part's own tests cannot see, that they fit together."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client, override_settings

from assetry.domain.assets.models import Asset
from assetry.domain.catalog.models import AssetKind
from assetry.jobs.reminders import sweep_reminders
from assetry.platform.audit.signed import signed
from assetry.platform.imports.models import ImportRun
from assetry.platform.inbox.models import InboxItem
from assetry.platform.notifications.mailers import mailers_of
from assetry.platform.reminders.models import Reminder, ReminderPolicy
from tests.cast import Cast
from tests.factories import make_category, make_contract, make_coverage
from tests.support.certificates import make_certificate
from tests.support.mail_server import Inbox, mail_server
from tests.support.worker import work_off
from tests.web.assets.support import client_of, fields_of, text_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
ENDS = datetime.now(UTC) + timedelta(days=20)


@pytest.fixture(autouse=True)
def closing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's thread ends with the test, its connections must not outlive it."""
    for alias in ("default", "owner"):
        monkeypatch.setitem(connections.databases[alias], "CONN_MAX_AGE", 0)


def test_a_certificate_from_its_file_to_the_reminder_that_is_done_from_the_mail(cast: Cast) -> None:
    client = client_of(cast, "asset_manager")
    asset = _certificate_from_its_file(cast, client)
    assert asset.name in text_of(client.get("/renewals"))
    policy = _reminder_of_it(client)
    assert asset.name in text_of(client.get(f"/reminders/{policy.public_id}")).split("Will be sent", 1)[1]
    with mail_server() as inbox:
        _sweep_twice(inbox)
        (message,) = inbox.messages
        assert message["To"] == "employee@example.com"
        link = re.search(r"https?://[^/\s]+(/reminders/link/\S+)", _text(message))
        assert link is not None
        assert f"{asset.name}\n{settings.BASE_URL}/assets/{asset.public_id}\n" in _text(message)
        assert "It is done" in text_of(Client().get(link[1]))
        assert "Noted as done" in text_of(Client().post(link[1], {"deed": "done"}))
        _sweep_twice(inbox)
        assert len(inbox.messages) == 1
    assert InboxItem.objects.get().done_at is not None
    sent = text_of(client.get(f"/reminders/{policy.public_id}"))
    assert "Ana Petrov" in sent
    assert Reminder.objects.get().is_settled


def _certificate_from_its_file(cast: Cast, client: Client) -> Asset:
    with signed("test"):
        category = make_category("TLS", kind="certificate")
    pem = make_certificate(common_name="pay.example", names=("pay.example",), last=ENDS)
    form = client.post(
        "/assets/new/certificate/file", {"file": SimpleUploadedFile("pay.pem", pem)}, follow=True
    )
    owner = {"owner_person": cast.person("employee").public_id, "category": category.public_id}
    made = client.post("/assets/new/certificate", {**fields_of(form), **owner})
    asset = Asset.objects.get(name="pay.example")
    assert made.headers["Location"] == f"/assets/{asset.public_id}"
    return asset


def _reminder_of_it(client: Client) -> ReminderPolicy:
    """At any hour, however near to midnight this runs."""
    choices = client.get("/reminders/new").content.decode()
    assert "/reminders/new?what=asset.not_after" in choices
    url = "/reminders/new?what=asset.not_after"
    label = re.search(r'name="(role_\d+)"[^>]*>\s*(?:<[^>]+>\s*)*Owner', client.get(url).content.decode())
    role = label[1] if label else "role_0"
    days = (ENDS.date() - datetime.now(UTC).date()).days
    sent = {
        "name": "Certificates",
        "leads": f"{days}, {days - 1}",
        role: "on",
        "by_mail": "on",
        "is_active": "on",
    }
    made = client.post(url, {**sent, "start_hour": "0", "end_hour": "24"})
    policy = ReminderPolicy.objects.get()
    assert made.headers["Location"] == f"/reminders/{policy.public_id}"
    return policy


def _sweep_twice(inbox: Inbox) -> None:
    task: Any = sweep_reminders
    with override_settings(MAILERS=mailers_of(inbox.url)):
        for _time in range(2):
            task.defer(timestamp=0)
            work_off()


def _text(message: Any) -> str:
    return str(message.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def test_a_kind_of_one_s_own_is_made_filled_by_a_file_listed_filtered_and_exported(cast: Cast) -> None:
    boss, manager = client_of(cast, "administrator"), client_of(cast, "asset_manager")
    boss.post(
        "/settings/kinds/new", {"name": "Crane", "name_plural": "Cranes", "icon": "box", "is_located": "true"}
    )
    kind = AssetKind.objects.get(name="Crane")
    field = {"entity": f"asset:{kind.code}", "label": "Load", "type": "number", "position": "1"}
    boss.post("/settings/custom-fields/new", {**field, "is_filterable": "on", "decimals": "0"})
    work_off()
    form = fields_of(manager.get(f"/assets/new/{kind.code}"))
    assert manager.post(f"/assets/new/{kind.code}", {**form, "name": "By hand"}).status_code == 302
    manager.post("/imports", {"kind": kind.code, "text": "Tag\tName\tLoad\nC-1\tNorth\t20\nC-2\tSouth\t40\n"})
    run = ImportRun.objects.get()
    columns = fields_of(manager.get(f"/imports/{run.public_id}/columns"))
    assert [columns[name] for name in ("c0", "c1", "c2")] == ["asset_tag", "name", "custom_load"]
    manager.post(f"/imports/{run.public_id}/columns", {**columns, "company": cast.company.public_id})
    run.refresh_from_db()
    manager.post(f"/imports/{run.public_id}/dry-run", {"shown": run.shown})
    work_off()
    assert "2 rows imported" in text_of(manager.get(f"/imports/{run.public_id}"))
    page = f"/assets/kind/{kind.code}"
    listed = text_of(manager.get(page))
    assert all(name in listed for name in ("By hand", "North", "South"))
    heavy = {"filter": 'custom_load gt "30"'}
    assert "South" in text_of(manager.get(page, heavy))
    assert "North" not in text_of(manager.get(page, heavy))
    file = b"".join(manager.get("/exports/asset", {"kind": kind.code, "columns": "all", **heavy}))
    assert (b"C-2" in file, b"C-1" in file, b"40" in file) == (True, False, True)


def test_what_stops_with_a_database_is_read_from_relations_that_were_typed(cast: Cast) -> None:
    client = client_of(cast, "asset_manager")
    made = {
        name: _registered(cast, client, kind, name)
        for kind, name in (("database", "orders-db"), ("system", "Web shop"), ("information", "Orders"))
    }
    for source, relation, other in (
        ("Web shop", "depends_on", "orders-db"),
        ("orders-db", "stores", "Orders"),
    ):
        url = f"/assets/{made[source].public_id}/relate"
        assert (
            client.post(url, {"relation": relation, "other": made[other].public_id, "note": ""}).status_code
            == 302
        )
    with signed("test"):
        make_coverage(make_contract(cast.company, "Shop care"), made["Web shop"])
    said = text_of(client.get(f"/assets/{made['orders-db'].public_id}/impact"))
    for told in (
        "2 assets are reached",
        "Web shop",
        "Orders",
        "Stored in orders-db",
        "Ana Petrov",
        "Shop care",
    ):
        assert told in said, told


def _registered(cast: Cast, client: Client, kind: str, name: str) -> Asset:
    with signed("test"):
        category = make_category(f"For {name}", kind=kind)
    url = f"/assets/new/{kind}"
    given = {"name": name, "category": category.public_id, "owner_person": cast.person("employee").public_id}
    assert client.post(url, {**fields_of(client.get(url)), **given}).status_code == 302
    return Asset.objects.get(name=name)
