"""Labels of more assets than one document holds: a form, a preview, a job, the files."""

import io
import zipfile
from typing import Any

import pytest

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant
from assetry.domain.assets.labels import works
from assetry.jobs.bulk import apply_bulk
from assetry.platform.audit.signed import signed
from assetry.platform.bulk.models import BulkRun, MadePart
from assetry.platform.bulk.runs import UNDO_FOR, forget_runs, may_undo, queue_run
from tests.cast import NOW, Cast
from tests.platform.bulk.choosing import make_assets
from tests.web.assets.support import client_of, text_of
from tests.web.kit.test_bulk import begin, preview

pytestmark = pytest.mark.django_db


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_from_a_selection_to_its_files(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(works, "SHEETS", 1)
    made = make_assets(cast, 25)
    client = client_of(cast, "technician")
    page = preview(client, begin(client, *made, work="label"), layout="a4", skip="3")
    shown = text_of(client.get(page))
    for words in ("Print labels of 25 assets", "A4 sheet, 21 labels", "Exactly these 25, or none."):
        assert words in shown
    assert "Undo" not in shown
    run = BulkRun.objects.get()
    queue_run(run, at=NOW)
    apply_bulk(run_id=run.pk)
    apply_bulk(run_id=run.pk)  # delivered twice
    assert "Download" in text_of(client.get(page))
    with zipfile.ZipFile(io.BytesIO(content_of(client.get(f"{page}/file")))) as archive:
        assert archive.namelist() == ["labels-001.pdf", "labels-002.pdf"]
        assert archive.testzip() is None
        assert archive.read("labels-002.pdf").startswith(b"%PDF")
    assert not may_undo(BulkRun.objects.get(), NOW)
    assert client_of(cast, "asset_manager").get(f"{page}/file").status_code == 404
    forget_runs(NOW + 3 * UNDO_FOR)
    assert not MadePart.objects.exists()


def test_a_killed_job_begins_anew_and_one_file_comes_by_itself(cast: Cast) -> None:
    made = make_assets(cast, 2)
    client = client_of(cast, "technician")
    page = preview(client, begin(client, *made, work="label"), layout="roll62")
    run = BulkRun.objects.get()
    queue_run(run, at=NOW)
    assert client.get(f"{page}/file").status_code == 404
    MadePart.objects.create(run_id=run.pk, position=0, name="half", content=b"half", made_at=NOW)
    apply_bulk(run_id=run.pk)
    answer = client.get(f"{page}/file")
    assert 'filename="labels-001.pdf"' in answer.headers["Content-Disposition"]
    assert content_of(answer).startswith(b"%PDF")


def test_who_lost_the_right_gets_no_file(cast: Cast) -> None:
    made = make_assets(cast, 1)
    client = client_of(cast, "technician")
    page = preview(client, begin(client, *made, work="label"), layout="a4")
    client.post(page)
    with signed("test"):
        Grant.objects.filter(user=cast.user("technician")).delete()
        compile_grants([cast.user("technician").pk])
    assert client.get(f"{page}/file").status_code == 403


def test_a7_whose_right_is_of_another_company_by_now_gets_no_file(cast: Cast) -> None:
    made = make_assets(cast, 1)
    client = client_of(cast, "technician")
    page = preview(client, begin(client, *made, work="label"), layout="a4")
    client.post(page)
    assert client.get(f"{page}/file").status_code == 200
    with signed("test"):
        Grant.objects.filter(user=cast.user("technician")).update(company=cast.other_company)
        compile_grants([cast.user("technician").pk])
    assert client.get(f"{page}/file").status_code == 403
