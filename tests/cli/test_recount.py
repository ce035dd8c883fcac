"""`assetry recount`: what doctor names as wrong is right afterwards, whatever it was."""

import argparse
from datetime import UTC, datetime

import pytest
from django.db import connection

from assetry.cli import recount
from assetry.domain.assets.checks import check_counters, check_search
from assetry.platform.audit.signed import signed
from assetry.platform.doctor.checks import Level
from assetry.platform.search.models import SearchDocument
from tests.cast import Cast
from tests.factories import make_asset, make_location

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, tzinfo=UTC)


def levels() -> list[Level]:
    return [check(NOW).level for check in (check_counters, check_search)]


def test_counts_and_search_are_right_again(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    with signed("test"):
        assets = [make_asset(cast.company, location=make_location(cast.company)) for _number in range(3)]
    documents = list(SearchDocument.objects.order_by("entity", "object_id").values_list("entity", "text"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assets_locationcount SET n = n + 1")
        cursor.execute("DELETE FROM assets_statuscount")
    SearchDocument.objects.filter(entity="asset", object_id=assets[0].pk).delete()
    SearchDocument.objects.exclude(entity="asset").update(text="something else")
    SearchDocument.objects.create(entity="asset", object_id=0, text="long gone")
    assert levels() == [Level.PROBLEM, Level.PROBLEM]
    assert recount.run(argparse.Namespace()) == 0
    assert levels() == [Level.OK, Level.OK]
    assert "Counted anew" in capsys.readouterr().out
    again = SearchDocument.objects.order_by("entity", "object_id").values_list("entity", "text")
    assert list(again) == documents
