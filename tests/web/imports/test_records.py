"""The same wizard for files of anything that is described."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from assetry.domain.organization.models import Location, Person
from assetry.jobs.imports import apply_import, undo_import
from assetry.platform.imports.models import ImportMapping, ImportRun
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


def imported(manager: Client, people: Cast) -> ImportRun:
    """Two locations that came in."""
    manager.post("/imports", {"kind": "location", "text": "Place\tWithin\nHQ\t\nRoom 1\tHQ\n"})
    run = ImportRun.objects.latest("pk")
    sent = {"c0": "name", "c1": "parent", "company": people.company.public_id, "save_as": "Places"}
    manager.post(f"/imports/{run.public_id}/columns", {"encoding": "utf-8-sig", "delimiter": "\t", **sent})
    run.refresh_from_db()
    manager.post(f"/imports/{run.public_id}/dry-run", {"shown": run.shown})
    apply_import(run_id=run.pk)
    return run


def test_an_import_is_undone_once_by_the_worker(manager: Client, people: Cast) -> None:
    run = imported(manager, people)
    assert "Undo import" in manager.get(f"/imports/{run.public_id}").content.decode()
    for _twice in range(2):
        assert (
            manager.post(f"/imports/{run.public_id}/undo").headers["Location"] == f"/imports/{run.public_id}"
        )
    assert "Undoing the import of 2 rows" in manager.get(f"/imports/{run.public_id}").content.decode()
    jobs = ProcrastinateJob.objects.filter(task_name="assetry.jobs.imports.undo_import")
    assert jobs.count() == 1
    undo_import(run_id=run.pk)
    page = manager.get(f"/imports/{run.public_id}").content.decode()
    assert "Import undone" in page
    assert "Undo import" not in page
    assert not Location.objects.exists()
    assert manager.get(f"/imports/{run.public_id}/columns").headers["Location"] == f"/imports/{run.public_id}"


def test_a5_nobody_undoes_the_import_of_another(manager: Client, people: Cast) -> None:
    run = imported(manager, people)
    other = Client()
    other.force_login(people.user("administrator"))
    assert other.post(f"/imports/{run.public_id}/undo").status_code == 404
    assert ImportRun.objects.get(pk=run.pk).stage == ImportRun.Stage.DONE


def test_a_saved_mapping_is_found_by_the_headers_and_can_be_chosen(manager: Client, people: Cast) -> None:
    imported(manager, people)
    ImportRun.objects.all().delete()
    manager.post("/imports", {"kind": "location", "text": "Within\tPlace\nHQ\tRoom 2\n"})
    run = ImportRun.objects.get()
    page = manager.get(f"/imports/{run.public_id}/columns").content.decode()
    assert "2 matched" not in page
    assert page.count('<option value="parent" selected>') == page.count('<option value="name" selected>') == 1
    mapping = ImportMapping.objects.get()
    assert (mapping.name, mapping.targets) == ("Places", {"Place": "name", "Within": "parent"})
    assert f'<option value="{mapping.public_id}">Places</option>' in page
    sent = {"encoding": "utf-8-sig", "delimiter": "\t", "mapping": mapping.public_id}
    manager.post(f"/imports/{run.public_id}/columns", sent)
    run.refresh_from_db()
    assert run.options["columns"] == ["parent", "name"]
    other = {**sent, "mapping": "0123456789AB"}
    assert manager.post(f"/imports/{run.public_id}/columns", other).status_code == 404
