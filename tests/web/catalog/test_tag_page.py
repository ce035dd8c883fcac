"""The page of a tag scheme: read with its history, deleted while it never gave a tag."""

import pytest
from django.test import Client

from assetry.domain.assets.models import TagCounter, TagScheme
from assetry.platform.audit.signed import signed
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _client(cast: Cast, role: str = "asset_manager") -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


@pytest.fixture
def scheme(cast: Cast) -> TagScheme:
    with signed("test"):
        return TagScheme.objects.create(company=cast.company, prefix="QX-", digits=4)


def _url(scheme: TagScheme, more: str = "") -> str:
    return f"/settings/tag-schemes/{scheme.public_id}{more}"


def test_it_says_the_next_tag_and_what_was_changed(cast: Cast, scheme: TagScheme) -> None:
    client = _client(cast)
    client.post(_url(scheme, "/edit"), {"prefix": "QY-", "digits": "5", "version": "1"})
    page = client.get(_url(scheme)).content.decode()
    assert "QY-00001" in page
    assert "<del>QX-</del>" in page
    assert "by Priya Nair" in page


@pytest.mark.parametrize("role", ["technician", "auditor"])
def test_who_may_not_change_it_reads_it(cast: Cast, scheme: TagScheme, role: str) -> None:
    page = _client(cast, role).get(_url(scheme)).content.decode()
    assert "QX-0001" in page
    assert _url(scheme, "/delete") not in page
    assert _client(cast, role).post(_url(scheme, "/delete")).status_code == 403


def test_one_that_never_gave_a_tag_is_deleted(cast: Cast, scheme: TagScheme) -> None:
    client = _client(cast)
    assert _url(scheme, "/delete") in client.get(_url(scheme)).content.decode()
    answer = client.post(_url(scheme, "/delete"), follow=True)
    assert "The tag scheme QX-0000 is deleted." in answer.content.decode()
    assert not TagScheme.objects.exists()


def test_one_that_gave_tags_stays_and_says_why(cast: Cast, scheme: TagScheme) -> None:
    TagCounter.objects.create(company_id=cast.company.pk, prefix="QX-", next_number=2)
    answer = _client(cast).post(_url(scheme, "/delete"), follow=True)
    assert "Tags were given after “QX-0000”, so it stays." in answer.content.decode()
    assert TagScheme.objects.exists()


def test_another_company_s_is_absent(cast: Cast, scheme: TagScheme) -> None:
    assert _client(cast, "stranger").get(_url(scheme)).status_code == 404
    assert _client(cast, "stranger").post(_url(scheme, "/delete")).status_code == 404
