"""The same wizard for files of anything that is described."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assetry.domain.organization.models import Location, Person
from assetry.jobs.imports import apply_import
from assetry.platform.imports.models import ImportRun
from tests.cast import Cast, make_cast
from tests.support.workbooks import Day, cells, xlsx

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(db: None) -> Cast:
    """The cast of six, committed."""
    return make_cast()


@pytest.fixture
def manager(people: Cast) -> Client:
    """The asset manager, signed in."""
    client = Client()
    client.force_login(people.user("asset_manager"))
    return client


def test_a_workbook_of_people_comes_in_from_the_sheet_that_is_chosen(manager: Client, people: Cast) -> None:
    rows = cells(
        ("First name", "Surname", "Mail", "Starts on"), ("Ana", "Lima", "ana@example.net", Day(45322))
    )
    content = xlsx({"Old": cells(("Name",), ("Nobody",)), "Staff": rows})
    manager.post("/imports", {"kind": "person", "file": SimpleUploadedFile("staff.xlsx", content)})
    run = ImportRun.objects.get()
    page = manager.get(f"/imports/{run.public_id}/columns").content.decode()
    assert '<option value="Staff">' in page
    assert 'name="encoding"' not in page
    manager.post(f"/imports/{run.public_id}/columns", {"sheet": "Staff", "again": "1"})
    page = manager.get(f"/imports/{run.public_id}/columns").content.decode()
    assert "4 matched" in page
    sent = {"sheet": "Staff", "c0": "name", "c1": "name", "c2": "email", "c3": "starts_on", "match": "email"}
    answered = manager.post(
        f"/imports/{run.public_id}/columns", {**sent, "company": people.company.public_id}
    )
    assert answered.headers["Location"].endswith("/dry-run"), answered.content.decode()
    page = manager.get(f"/imports/{run.public_id}/dry-run").content.decode()
    assert "1 row would change the register" in page
    run.refresh_from_db()
    manager.post(f"/imports/{run.public_id}/dry-run", {"shown": run.shown})
    apply_import(run_id=run.pk)
    person = Person.objects.get(name="Ana Lima")
    assert str(person.starts_on) == "2024-01-31"
    assert (
        f"/people/{person.public_id}"
        in manager.get(f"/imports/{run.public_id}/rows?action=create").content.decode()
    )


def test_cells_are_pasted_and_what_is_missing_is_made(manager: Client, people: Cast) -> None:
    manager.post("/imports", {"kind": "location", "text": "Name\tInside\nRoom 1\tHQ\n"})
    run = ImportRun.objects.get()
    sent = {"c0": "name", "c1": "parent", "company": people.company.public_id, "create": ["location"]}
    manager.post(f"/imports/{run.public_id}/columns", {"encoding": "utf-8-sig", "delimiter": "\t", **sent})
    run.refresh_from_db()
    manager.post(f"/imports/{run.public_id}/dry-run", {"shown": run.shown})
    apply_import(run_id=run.pk)
    assert Location.objects.get(name="Room 1").path_name == "HQ / Room 1"


def test_the_upload_offers_what_the_actor_may_bring(manager: Client) -> None:
    page = manager.get("/imports?kind=person").content.decode()
    assert '<option value="person" selected>' in page
    assert '<option value="cost_center">' in page
    assert manager.get("/imports?kind=status").status_code == 404
