"""The wizard without script: upload, match, dry run, worker, result."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from assetry.domain.assets.models import Asset
from assetry.jobs.imports import apply_import
from assetry.platform.imports.models import ImportRun
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)

FILE = b"""Tag;Category;Bought;Price;State;Shape
L-1;Laptop;31.12.2024;1.420,50;spare;round
L-2;Laptop;1.2.2024;99,00;broken;square
L-3;Laptop;31.02.2024;1,00;spare;
"""


@pytest.fixture
def people(db: None) -> Cast:
    """The cast of six, committed: the worker's progress is told on another connection."""
    return make_cast()


@pytest.fixture
def manager(people: Cast) -> Client:
    """The asset manager, signed in."""
    client = Client()
    client.force_login(people.user("asset_manager"))
    return client


def upload(client: Client, content: bytes = FILE) -> ImportRun:
    """A file is sent; the answer leads to its columns."""
    answered = client.post("/imports", {"kind": "hardware", "file": SimpleUploadedFile("leeds.csv", content)})
    run = ImportRun.objects.order_by("-id").first()
    assert run is not None
    assert answered.headers["Location"] == f"/imports/{run.public_id}/columns"
    return run


def columns(**changed: str | list[str]) -> dict[str, str | list[str]]:
    """What the form of the page sends."""
    sent: dict[str, str | list[str]] = {
        "encoding": "utf-8-sig",
        "delimiter": ";",
        "c0": "asset_tag",
        "c1": "category",
        "c2": "purchased_on",
        "c3": "cost_amount",
        "c4": "status",
        "c5": "",
        "status:spare": "In stock",
        "status:broken": "In repair",
        "create": ["category"],
        "company": "",
        "category": "",
        "match": "asset_tag",
        "dates": "",
        "decimal": "",
    }
    return {**sent, **changed}


def checked(client: Client, people: Cast) -> ImportRun:
    """A run whose dry run was made."""
    run = upload(client)
    answered = client.post(f"/imports/{run.public_id}/columns", columns(company=people.company.public_id))
    assert answered.headers["Location"] == f"/imports/{run.public_id}/dry-run", answered.content
    run.refresh_from_db()
    return run


def test_the_columns_page_says_how_the_file_was_read_and_what_it_matched(manager: Client) -> None:
    run = upload(manager)
    text = manager.get(f"/imports/{run.public_id}/columns").content.decode()
    assert '<option value=";" selected>semicolon' in text
    assert '<option value="purchased_on" selected>' in text
    assert '<option value="In stock" selected>' in text
    assert "L-1 · L-2 · L-3" in text


def test_pasted_cells_are_a_file_too(manager: Client) -> None:
    answered = manager.post("/imports", {"kind": "hardware", "text": "Tag\tCategory\nL-1\tLaptop"})
    assert "/columns" in answered.headers["Location"]
    assert b'<option value="\t" selected>tab' in manager.get(answered.headers["Location"]).content


def test_nothing_sent_is_answered_with_what_to_do(manager: Client) -> None:
    answered = manager.post("/imports", {"kind": "hardware"})
    assert answered.status_code == 422
    assert b"Choose a file, or paste the cells." in answered.content


def test_another_delimiter_is_read_again(manager: Client) -> None:
    run = upload(manager)
    answered = manager.post(f"/imports/{run.public_id}/columns", columns(delimiter=",", again="1"))
    assert answered.headers["Location"] == f"/imports/{run.public_id}/columns"
    assert b"Tag;Category;Bought;Price;State;Shape" in manager.get(answered.headers["Location"]).content


def test_two_columns_for_one_target_are_refused_with_the_choice_kept(manager: Client) -> None:
    run = upload(manager)
    answered = manager.post(f"/imports/{run.public_id}/columns", columns(c5="asset_tag"))
    assert answered.status_code == 422
    assert "Two columns go to Tag" in answered.content.decode()


def test_the_dry_run_counts_and_writes_nothing(manager: Client, people: Cast) -> None:
    run = checked(manager, people)
    text = manager.get(f"/imports/{run.public_id}/dry-run").content.decode()
    assert "Dry run: 2 rows would change the register" in text
    assert "“31.02.2024” is no date." in text
    assert "Shape is left out." in text
    assert "Import 2 rows" in text
    assert not Asset.objects.exists()


def test_confirmed_twice_it_is_imported_once(manager: Client, people: Cast) -> None:
    run = checked(manager, people)
    for _click in range(2):
        answered = manager.post(f"/imports/{run.public_id}/dry-run", {"shown": run.shown})
        assert answered.headers["Location"] == f"/imports/{run.public_id}"
    assert ProcrastinateJob.objects.filter(task_name="assetry.jobs.imports.apply_import").count() == 1
    assert b"Waiting for the worker" in manager.get(f"/imports/{run.public_id}").content
    for _delivery in range(2):
        apply_import(run_id=run.pk)
    assert Asset.objects.count() == 2
    text = manager.get(f"/imports/{run.public_id}").content.decode()
    assert "2 rows imported" in text
    assert "1 refused row" in text


def test_the_result_leads_to_the_assets(manager: Client, people: Cast) -> None:
    run = checked(manager, people)
    manager.post(f"/imports/{run.public_id}/dry-run", {"shown": run.shown})
    apply_import(run_id=run.pk)
    text = manager.get(f"/imports/{run.public_id}/rows?action=create").content.decode()
    found = re.findall(r'href="/assets/([0-9A-Z]{12})"', text)
    assert sorted(found) == sorted(Asset.objects.values_list("public_id", flat=True))


def test_refused_rows_come_back_with_the_reason(manager: Client, people: Cast) -> None:
    run = checked(manager, people)
    lines = manager.get(f"/imports/{run.public_id}/refused.csv").content.decode("utf-8-sig").splitlines()
    assert lines == [
        "Tag,Category,Bought,Price,State,Shape,Why it was refused",
        'L-3,Laptop,31.02.2024,"1,00",spare,,“31.02.2024” is no date.',
    ]


def test_what_changed_since_the_dry_run_stops_it_and_is_said(manager: Client, people: Cast) -> None:
    run = checked(manager, people)
    manager.post(f"/imports/{run.public_id}/dry-run", {"shown": run.shown})
    other = checked(manager, people)
    manager.post(f"/imports/{other.public_id}/dry-run", {"shown": other.shown})
    apply_import(run_id=run.pk)
    apply_import(run_id=other.pk)
    assert Asset.objects.count() == 2
    answered = manager.get(f"/imports/{other.public_id}", follow=True)
    assert "The register changed since the dry run" in answered.content.decode()
    assert b"0 rows would change" in answered.content


def test_the_same_headers_are_matched_as_the_last_time(manager: Client, people: Cast) -> None:
    checked(manager, people)
    again = upload(manager)
    text = manager.get(f"/imports/{again.public_id}/columns").content.decode()
    assert f'<option value="{people.company.public_id}" selected>' in text
    assert '<option value="In repair" selected>' in text


@pytest.mark.parametrize("role", ["technician", "auditor", "employee"])
def test_who_may_not_import_sees_no_wizard(people: Cast, role: str) -> None:
    client = Client()
    client.force_login(people.user(role))
    assert client.get("/imports").status_code == 403


@pytest.mark.parametrize("step", ["", "/columns", "/dry-run", "/rows?action=create", "/refused.csv"])
def test_another_persons_import_is_not_there(manager: Client, people: Cast, step: str) -> None:
    run = checked(manager, people)
    client = Client()
    client.force_login(people.user("administrator"))
    assert client.get(f"/imports/{run.public_id}{step}").status_code == 404
