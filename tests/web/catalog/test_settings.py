"""Kinds, statuses, moves, defaults, tag schemes: changed by forms, refused in words, read by everybody else."""

import pytest
from django.test import Client

from assetry.domain.assets.models import DefaultStatus, StateTransition, Status, TagCounter, TagScheme
from assetry.domain.assets.operations import create_asset
from assetry.domain.catalog.models import AssetKind
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_category

pytestmark = pytest.mark.django_db


def _client(cast: Cast, role: str = "asset_manager") -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def _kind(code: str = "hardware") -> AssetKind:
    return AssetKind.objects.get(code=code)


def _status(name: str = "In repair") -> Status:
    return Status.objects.get(name=name)


def _sent(status: Status, **changes: str) -> dict[str, str]:
    """The form of a hardware status as it stands, with some fields typed over."""
    usual = {
        "name": status.name,
        "icon": status.icon,
        "hue": str(status.hue),
        "is_counted": "on",
        "is_depreciating": "on",
        "kind_hardware": "on",
        "position": str(status.position),
        "version": str(status.version),
    }
    return {**usual, **changes}


def test_a_status_is_renamed_and_its_last_change_is_told(cast: Cast) -> None:
    status = _status()
    client = _client(cast)
    url = f"/settings/statuses/{status.public_id}?kind=hardware"
    answer = client.post(url, _sent(status, name="At the workshop", hue="80"))
    assert (answer.status_code, answer.headers["Location"]) == (302, url)
    page = client.get(url).content.decode()
    assert "<del>In repair</del>" in page
    assert "by Priya Nair" in page
    status.refresh_from_db()
    assert (status.name, status.hue, status.state) == ("At the workshop", 80, "in_maintenance")


def test_a_status_may_belong_to_another_kind_too(cast: Cast) -> None:
    status = _status()
    url = f"/settings/statuses/{status.public_id}"
    _client(cast).post(url, _sent(status, kind_information="on"))
    assert set(status.kinds.values_list("kind__code", flat=True)) == {"hardware", "information"}


def test_a_doubled_word_keeps_the_typing(cast: Cast) -> None:
    status = _status()
    sent = _sent(status, name="in stock", note="Ask Sam")
    answer = _client(cast).post(f"/settings/statuses/{status.public_id}", sent)
    assert answer.status_code == 409
    assert "exists already" in answer.content.decode()
    assert "Ask Sam" in answer.content.decode()


def test_two_who_change_a_status_are_asked(cast: Cast) -> None:
    status = _status()
    client, url = _client(cast), f"/settings/statuses/{status.public_id}"
    before = '{"name":"In repair","hue":"70"}'
    client.post(url, _sent(status, name="Workshop", before=before))
    answer = client.post(url, _sent(status, name="Repair shop", before=before))
    assert answer.status_code == 409
    assert "Workshop" in answer.content.decode()
    assert "Repair shop" in answer.content.decode()


def test_a_status_is_made_for_the_kinds_that_are_checked(cast: Cast) -> None:
    sent = {"name": "On loan", "state": "in_use", "hue": "120", "icon": "user", "kind_hardware": "on"}
    answer = _client(cast).post("/settings/statuses/new", sent)
    made = Status.objects.get(name="On loan")
    assert answer.headers["Location"] == f"/settings/statuses/{made.public_id}"
    assert list(made.kinds.values_list("kind__code", flat=True)) == ["hardware"]


def test_statuses_are_counted_within_what_the_reader_sees(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, status="In repair")
        make_asset(cast.other_company, status="In repair")
    page = _client(cast).get("/settings/statuses?kind=hardware").content.decode()
    assert f'status={_status().public_id}&amp;kind={_kind().public_id}"><bdi>1</bdi>' in page


@pytest.mark.parametrize("role", ["technician", "auditor"])
def test_who_may_not_change_statuses_reads_them(cast: Cast, role: str) -> None:
    status = _status()
    client, url = _client(cast, role), f"/settings/statuses/{status.public_id}"
    page = client.get(url).content.decode()
    assert "From here it may go to" in page
    assert "page-form" not in page
    client.post(url, _sent(status, name="Mine"))
    assert not Status.objects.filter(name="Mine").exists()


@pytest.mark.parametrize("role", ["technician", "auditor", "employee"])
@pytest.mark.parametrize(
    "url",
    [
        "/settings/statuses/new",
        "/settings/kinds/hardware/edit",
        "/settings/kinds/hardware/moves",
        "/settings/kinds/hardware/moves/in_stock/in_use",
        "/settings/kinds/hardware/defaults",
        "/settings/tag-schemes/new",
        "/settings/tag-schemes/next",
    ],
)
def test_who_may_not_set_anything_sees_no_form(cast: Cast, role: str, url: str) -> None:
    assert _client(cast, role).get(url).status_code == 403


def test_a_kind_changes_its_words_and_flags(cast: Cast) -> None:
    kind = _kind()
    sent = {"name": "Device", "name_plural": "Devices", "icon": "laptop", "is_custodied": "on"}
    sent["before"] = '{"is_custodied":"on","is_serialized":"on"}'
    client = _client(cast)
    answer = client.post(f"/settings/kinds/{kind.public_id}/edit", {**sent, "version": str(kind.version)})
    kind.refresh_from_db()
    assert answer.status_code == 302
    assert (kind.name, kind.name_plural, kind.is_custodied, kind.is_serialized) == (
        "Device", "Devices", True, False,
    )  # fmt: skip
    assert "Devices" in client.get("/assets/kind/hardware", follow=True).content.decode()


def test_moves_are_allowed_and_forbidden_by_check_boxes(cast: Cast) -> None:
    kind = _kind()
    StateTransition.objects.get(kind=kind, source="retired", target="disposed")
    kept = StateTransition.objects.filter(kind=kind).exclude(source="retired", target="disposed")
    sent = [f"{move.source}:{move.target}" for move in kept] + ["disposed:in_stock"]
    answer = _client(cast).post(f"/settings/kinds/{kind.public_id}/moves", {"move": sent})
    found = set(StateTransition.objects.filter(kind=kind).values_list("source", "target"))
    assert answer.status_code == 302
    assert ("retired", "disposed") not in found
    assert ("disposed", "in_stock") in found
    assert len(found) == len(sent)


def test_a_move_that_does_not_exist_is_refused_whole(cast: Cast) -> None:
    kind = _kind()
    before = StateTransition.objects.filter(kind=kind).count()
    url = f"/settings/kinds/{kind.public_id}/moves"
    answer = _client(cast).post(url, {"move": ["in_stock:nowhere"]})
    assert answer.status_code == 422
    assert StateTransition.objects.filter(kind=kind).count() == before


def test_what_a_move_needs_is_kept_with_it(cast: Cast) -> None:
    kind = _kind()
    url = f"/settings/kinds/{kind.public_id}/moves/in_stock/in_use"
    client = _client(cast)
    sent = {"permission": "assets.asset.check_out", "serial_number": "on"}
    assert client.post(url, sent).status_code == 302
    move = StateTransition.objects.get(kind=kind, source="in_stock", target="in_use")
    assert (move.permission, move.required_fields) == ("assets.asset.check_out", ["serial_number"])
    page = client.get(f"/settings/kinds/{kind.public_id}/moves").content.decode()
    assert ">Serial</td>" in page


def test_a_move_that_is_not_allowed_has_no_page(cast: Cast) -> None:
    url = f"/settings/kinds/{_kind().public_id}/moves/disposed/in_stock"
    assert _client(cast).get(url).status_code == 404


def test_defaults_are_chosen_from_the_statuses_that_fit(cast: Cast) -> None:
    kind = _kind()
    client, url = _client(cast), f"/settings/kinds/{kind.public_id}/defaults"
    fitting, other = _status("Planned"), _status("Missing")
    assert client.post(url, {"create": fitting.public_id}).status_code == 302
    assert DefaultStatus.objects.get(kind=kind, operation="create").status == fitting
    answer = client.post(url, {"check_in": other.public_id})
    assert answer.status_code == 422
    assert "Choose a status of this kind that fits what happens." in answer.content.decode()


def test_a_tag_scheme_is_made_and_says_the_next_tag(cast: Cast) -> None:
    with signed("test"):
        laptops = make_category("Laptop")
    sent = {
        "company": cast.company.public_id,
        "category": laptops.public_id,
        "prefix": "LT-",
        "digits": "4",
    }
    client = _client(cast)
    assert client.post("/settings/tag-schemes/new", sent).status_code == 302
    page = client.get("/settings/tag-schemes").content.decode()
    assert "LT-0001" in page
    values = {"category": laptops}
    made = create_asset(
        actor=cast.actor("asset_manager"), company=cast.company, kind=laptops.kind, values=values, at=NOW
    )
    assert made.asset_tag == "LT-0001"
    assert "LT-0002" in client.get("/settings/tag-schemes").content.decode()


def test_the_preview_takes_no_tag_and_skips_those_that_are_there(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="LT-0001")
    query = {"company": cast.company.public_id, "prefix": "LT-", "digits": "4"}
    client = _client(cast)
    # Counters outlive the test that made them: they are written beside its transaction.
    before = list(TagCounter.objects.values())
    for _time in range(2):
        assert "LT-0002" in client.get("/settings/tag-schemes/next", query).content.decode()
    assert list(TagCounter.objects.values()) == before


@pytest.mark.parametrize("digits", ["", "0", "13", "x"])
def test_the_preview_says_nothing_while_it_cannot(cast: Cast, digits: str) -> None:
    query = {"company": cast.company.public_id, "prefix": "LT-", "digits": digits}
    answer = _client(cast).get("/settings/tag-schemes/next", query)
    assert (answer.status_code, answer.content) == (200, b"")


def test_tags_of_another_company_are_out_of_reach(cast: Cast) -> None:
    with signed("test"):
        scheme = TagScheme.objects.create(company=cast.other_company, prefix="FOREIGN-", digits=4)
    client = _client(cast)
    query = {"company": cast.other_company.public_id, "prefix": "FOREIGN-", "digits": "4"}
    assert client.get(f"/settings/tag-schemes/{scheme.public_id}").status_code == 404
    assert client.get("/settings/tag-schemes/next", query).content == b""
    assert client.post("/settings/tag-schemes/new", query).status_code == 422
    assert "FOREIGN-" not in client.get("/settings/tag-schemes").content.decode()


def test_a_tag_scheme_is_changed(cast: Cast) -> None:
    with signed("test"):
        scheme = TagScheme.objects.create(company=cast.company, prefix="X-", digits=4)
    sent = {"prefix": "IT-", "digits": "5", "version": "1"}
    assert _client(cast).post(f"/settings/tag-schemes/{scheme.public_id}/edit", sent).status_code == 302
    scheme.refresh_from_db()
    assert str(scheme) == "IT-00000"


def test_two_schemes_for_the_same_are_refused_with_the_typing_kept(cast: Cast) -> None:
    with signed("test"):
        TagScheme.objects.create(company=cast.company, prefix="X-", digits=4)
    sent = {"company": cast.company.public_id, "prefix": "ZZ-", "digits": "6"}
    answer = _client(cast).post("/settings/tag-schemes/new", sent)
    assert answer.status_code == 409
    assert "ZZ-" in answer.content.decode()


@pytest.mark.parametrize(
    ("url", "most"),
    [("/settings/statuses", 10), ("/settings/tag-schemes", 10), ("/settings/kinds/hardware", 14)],
)
def test_pages_ask_the_database_a_handful_of_times(
    cast: Cast, url: str, most: int, django_assert_max_num_queries: object
) -> None:
    with signed("test"):
        for number in range(6):
            category = make_category(f"Category {number}")
            TagScheme.objects.create(company=cast.company, category=category, prefix=f"X{number}-", digits=4)
    client = _client(cast)
    client.get(url)
    with django_assert_max_num_queries(most):  # type: ignore[operator]
        client.get(url)
