"""The page of reports: saved ones that the reader may open, and the questions that are always there."""

import re

import pytest

from assetry.platform.audit.signed import signed
from assetry.platform.saved_views.models import SavedView, Visibility
from tests.cast import Cast
from tests.factories import make_asset, make_person
from tests.web.assets.support import client_of, text_of

pytestmark = pytest.mark.django_db
BY_STATUS = {"look": ["report"], "group": ["status"]}


def keep(cast: Cast, name: str, role: str = "asset_manager", **values: object) -> SavedView:
    given = {"list_name": "asset", "entity": "asset", "query": BY_STATUS, **values}
    with signed("test"):
        return SavedView.objects.create(name=name, owner_user_id=cast.user(role).pk, **given)


def test_one_s_own_reports_and_shared_ones_stand_there(cast: Cast) -> None:
    mine = keep(cast, "Mine by status")
    keep(cast, "Shared by status", "administrator", visibility=Visibility.EVERYONE)
    keep(cast, "Hidden by status", "administrator")
    keep(cast, "A plain view", query={"sort": ["name"]})
    answered = client_of(cast, "asset_manager").get("/reports")
    page = text_of(answered)
    assert [name for name in ("Mine", "Shared", "Hidden") if f"{name} by status" in page] == [
        "Mine",
        "Shared",
    ]
    assert "A plain view" not in page
    assert f"/assets?view={mine.public_id}" in answered.content.decode()


def test_a_report_of_a_list_that_the_reader_has_not_is_left_out(cast: Cast) -> None:
    keep(cast, "Shared by status", "administrator", visibility=Visibility.EVERYONE)
    page = text_of(client_of(cast, "employee").get("/reports"))
    assert "Shared by status" not in page
    assert "Nothing that you may see." in page


def test_every_question_that_is_always_there_has_an_answer(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company)
        make_person(cast.company, "Ana")
    client = client_of(cast, "asset_manager")
    page = client.get("/reports").content.decode()
    addresses = re.findall(r'href="(/[a-z]+\?look=report[^"]+)"', page)
    assert len(addresses) == 7
    for address in addresses:
        answered = client.get(address.replace("&amp;", "&"))
        assert answered.status_code == 200, address
        assert "Figures" in text_of(answered), address


def test_a_saved_report_opens_as_one(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company)
    view = keep(cast, "By status")
    page = text_of(client_of(cast, "asset_manager").get(f"/assets?view={view.public_id}"))
    assert "Assets by status" in page
