"""Bad cells are typed anew beside their reasons; the file stays as it is."""

import pytest
from django.test import Client

from assetry.domain.assets.models import Asset
from assetry.jobs.imports import apply_import
from assetry.platform.imports.models import ImportRun
from tests.cast import Cast
from tests.web.imports.test_wizard import checked, manager, people  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_bad_cell_is_typed_anew_and_the_row_comes_in(manager: Client, people: Cast) -> None:  # noqa: F811
    run = checked(manager, people)
    page = manager.get(f"/imports/{run.public_id}/dry-run").content.decode()
    assert 'name="cell:4:2" value="31.02.2024"' in page
    assert 'name="cell:4:1"' not in page
    answered = manager.post(f"/imports/{run.public_id}/mend", {"cell:4:2": "28.02.2024", "cell:99:2": "x"})
    assert answered.headers["Location"] == f"/imports/{run.public_id}/dry-run"
    content = bytes(run.content)
    run.refresh_from_db()
    assert run.summary["counts"]["refuse"] == 0
    assert run.options["mended"] == {"4": {"2": "28.02.2024"}}
    assert bytes(run.content) == content
    manager.post(f"/imports/{run.public_id}/dry-run", {"shown": run.shown})
    apply_import(run_id=run.pk)
    assert str(Asset.objects.get(asset_tag="L-3").purchased_on) == "2024-02-28"


def test_every_cell_of_a_row_can_be_typed_anew(manager: Client, people: Cast) -> None:  # noqa: F811
    run = checked(manager, people)
    page = manager.get(f"/imports/{run.public_id}/rows/4").content.decode()
    assert [f'name="cell:4:{place}"' in page for place in range(6)] == [True] * 5 + [False]
    assert manager.get(f"/imports/{run.public_id}/rows/99").status_code == 404


def test_a_row_of_another_width_gets_the_cells_that_it_lacks(manager: Client, people: Cast) -> None:  # noqa: F811
    sent = {"kind": "location", "text": "Name\tInside\tCountry\nRoom 1\tHQ\n"}
    manager.post("/imports", sent)
    run = ImportRun.objects.get()
    columns = {"c0": "name", "c1": "parent", "c2": "country", "company": people.company.public_id}
    as_read = {"encoding": "utf-8-sig", "delimiter": "\t", "create": "location"}
    manager.post(f"/imports/{run.public_id}/columns", {**columns, **as_read})
    run.refresh_from_db()
    assert run.summary["counts"]["refuse"] == 1
    manager.post(f"/imports/{run.public_id}/mend", {"cell:2:2": "DE"})
    run.refresh_from_db()
    assert run.summary["counts"] == {"create": 1, "update": 0, "unchanged": 0, "refuse": 0}


def test_what_is_on_its_way_is_not_mended(manager: Client, people: Cast) -> None:  # noqa: F811
    run = checked(manager, people)
    manager.post(f"/imports/{run.public_id}/dry-run", {"shown": run.shown})
    answered = manager.post(f"/imports/{run.public_id}/mend", {"cell:4:2": "28.02.2024"})
    assert answered.headers["Location"] == f"/imports/{run.public_id}"
    run.refresh_from_db()
    assert run.options["mended"] == {}


def test_a5_nobody_mends_the_import_of_another(manager: Client, people: Cast) -> None:  # noqa: F811
    run = checked(manager, people)
    other = Client()
    other.force_login(people.user("administrator"))
    assert other.post(f"/imports/{run.public_id}/mend", {}).status_code == 404
    assert other.get(f"/imports/{run.public_id}/rows/4").status_code == 404
