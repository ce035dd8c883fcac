"""The activity log: what is told to whom, the filters, the file."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assetry.domain.assets.operations import check_out_asset, edit_asset
from assetry.domain.catalog.operations import create_manufacturer
from assetry.domain.organization.models import Company
from assetry.domain.organization.operations import create_person, edit_person, erase_person
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_person

pytestmark = pytest.mark.django_db


def read(cast: Cast, query: str = "", role: str = "auditor", path: str = "/activity") -> str:
    client = Client()
    client.force_login(cast.user(role))
    answered = client.get(f"{path}{query}")
    assert answered.status_code == 200, answered.status_code
    streamed = getattr(answered, "streaming_content", None)
    return b"".join(streamed).decode() if streamed else answered.content.decode()


@pytest.fixture
def handed_over(cast: Cast) -> Cast:
    with signed("test"):
        asset, jon = make_asset(cast.company, asset_tag="LT-1043"), make_person(cast.company, "Jon Okafor")
    check_out_asset(actor=cast.actor("technician"), asset=asset, holder=jon, at=NOW)
    return cast


def test_it_tells_who_did_what_to_which_thing(handed_over: Cast) -> None:
    page = read(handed_over)
    for words in ("Sam Idris", "checked out", "LT-1043", "Jon Okafor", "Web", "Today, "):
        assert words in page


def test_an_edit_is_told_before_and_after(cast: Cast) -> None:
    actor = cast.actor("asset_manager")
    with signed("test"):
        ines = make_person(cast.company, "Ines")
    edit_person(actor=actor, person=ines, changes={"job_title": "Editor"}, version=None, at=NOW)
    edit_person(actor=actor, person=ines, changes={"job_title": "Head"}, version=None, at=NOW)
    page = read(cast)
    assert "<del>Editor</del>" in page
    assert "<ins>Head</ins>" in page


def test_a1_another_company_s_changes_are_not_told(cast: Cast) -> None:
    create_person(
        actor=cast.actor("stranger"), company=cast.other_company, values={"name": "Otherly"}, at=NOW
    )
    assert "Otto Stranger" not in read(cast)
    assert "Otherly" not in read(cast, path="/activity/export")
    assert "Otto Stranger" in read(cast, role="stranger")


def test_a1_another_root_company_s_own_row_is_not_told(cast: Cast) -> None:
    with signed("test"):
        Company.objects.filter(pk=cast.other_company.pk).update(name="Otherwhere Renamed")
    assert "Otherwhere" not in read(cast) + read(cast, path="/activity/export")
    assert "Otherwhere Renamed" in read(cast, role="stranger")


def test_what_is_shared_is_told(cast: Cast) -> None:
    create_manufacturer(actor=cast.actor("stranger"), values={"name": "Framework"}, at=NOW)
    assert "Framework" in read(cast)


def test_changes_of_accounts_are_told_to_who_manages_them(cast: Cast) -> None:
    with signed("test.account"):
        user = cast.user("employee")
        user.name = "Ana Maria"
        user.save(update_fields=["name"])
    assert "Ana Maria" not in read(cast)
    assert "Ana Maria" in read(cast, role="administrator")


@pytest.mark.parametrize("role", ["technician", "employee"])
def test_a5_who_may_not_see_the_log_does_not(cast: Cast, role: str) -> None:
    client = Client()
    client.force_login(cast.user(role))
    assert [client.get(path).status_code for path in ("/activity", "/activity/export")] == [403, 403]


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("?who=sam", True),
        ("?who=priya", False),
        ("?door=web", True),
        ("?door=api", False),
        ("?entity=asset", True),
        ("?entity=supplier", False),
        ("?q=checked", True),
        ("?q=check_out", True),
        ("?q=erased", False),
        ("?since=2020-01-01", True),
        ("?until=2020-01-01", False),
        ("?door=nonsense&entity=nonsense&since=nonsense", True),
    ],
)
def test_it_can_be_filtered(handed_over: Cast, query: str, is_there: bool) -> None:
    assert ("checked out" in read(handed_over, query)) is is_there


def test_notes_are_searched(cast: Cast) -> None:
    with signed("test"):
        zoe = make_person(cast.company, "Zoe")
    erase_person(actor=cast.actor("administrator"), person=zoe, note="Ticket 4711", at=NOW)
    page = read(cast, "?q=ticket")
    assert "“Ticket 4711”" in page
    assert "Zoe" not in page


def test_pages_follow_each_other_and_tell_each_event_once(cast: Cast) -> None:
    actor = cast.actor("asset_manager")
    for number in range(60):
        create_person(actor=actor, company=cast.company, values={"name": f"Number {number:02}"}, at=NOW)
    first = read(cast)
    following = first.split("cursor=")[1].split('"')[0].replace("&amp;", "&")
    second = read(cast, f"?cursor={following}")
    told = [number for number in range(60) for page in (first, second) if f"Number {number:02}" in page]
    assert told == list(range(60))
    assert "Number 59" in first


def test_a_cursor_that_is_none_finds_no_page(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("auditor"))
    assert client.get("/activity?cursor=x").status_code == 404


def test_a_page_takes_eight_statements(handed_over: Cast) -> None:
    client = Client()
    client.force_login(handed_over.user("auditor"))
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get("/activity?who=sam&door=web")
    assert len([query for query in found if "SAVEPOINT" not in query["sql"]]) <= 8, [
        q["sql"][:90] for q in found
    ]


def test_the_file_has_a_row_for_each_value(handed_over: Cast) -> None:
    rows = list(
        csv.DictReader(io.StringIO(read(handed_over, "?who=sam", path="/activity/export").lstrip("\ufeff")))
    )
    assert {(row["Who"], row["Intent"], row["What"]) for row in rows} == {
        ("Sam Idris", "assets.asset.check_out", "LT-1043")
    }
    assert "Jon Okafor" in {row["After"] for row in rows}


def test_b4_a_formula_in_a_note_is_defused_in_the_file(cast: Cast) -> None:
    actor = cast.actor("asset_manager")
    with signed("test"):
        ines = make_person(cast.company, "Ines")
    edit_person(actor=actor, person=ines, changes={"job_title": "=1+1"}, version=None, at=NOW)
    assert "'=1+1" in read(cast, path="/activity/export")


def test_markup_in_what_was_written_is_text(cast: Cast) -> None:
    with signed("test"):
        ines = make_person(cast.company, "Ines")
    changes = {"job_title": "<script>alert(1)</script>"}
    edit_person(actor=cast.actor("asset_manager"), person=ines, changes=changes, version=None, at=NOW)
    assert "<script>alert" not in read(cast)


def test_days_are_told_apart(handed_over: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert read(handed_over, f"?until={tomorrow}").count('class="day"') == 1


def test_nothing_found_says_so(cast: Cast) -> None:
    assert "Nothing matches" in read(cast, "?q=nothingofthekind")


def test_editing_an_asset_tells_its_field(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company, asset_tag="LT-1")
    edit_asset(
        actor=cast.actor("asset_manager"), asset=asset, changes={"order_number": "PO-7"}, version=None, at=NOW
    )
    assert "PO-7" in read(cast)
