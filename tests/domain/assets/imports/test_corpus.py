"""The sample files of another system, against figures that a reading of their own in this module gives."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum

from assetry.domain.assets.imports.plan import Action
from assetry.domain.assets.models import Asset
from assetry.domain.catalog.models import AssetModel, Category, Manufacturer
from assetry.domain.organization.models import Company, Location, Person, Supplier
from tests.cast import Cast
from tests.domain.assets.imports.importing import ALL, check, load

pytestmark = pytest.mark.django_db


def rows_of(path: Path, encoding: str) -> list[dict[str, str]]:
    """An independent reading; doubled headers keep their first column."""
    text = path.read_bytes().decode(encoding)
    headers, *rows = csv.reader(io.StringIO(text, newline=""))
    return [dict(reversed(list(zip(headers, row, strict=True)))) for row in rows]


def test_the_sample_comes_in_whole(cast: Cast, corpus: Path) -> None:
    path = corpus / "imports" / "assets-sample.csv"
    rows = rows_of(path, "utf-8-sig")
    before = {
        model: model.objects.count()
        for model in (Company, Location, Supplier, Manufacturer, AssetModel, Category, Person)
    }
    plan = load(cast.actor("administrator"), path.read_bytes(), create=ALL)
    assert plan.counts == {"create": len(rows), "update": 0, "unchanged": 0, "refuse": 0}
    places = {(row["Company"], row["Location"]) for row in rows if row["Checkout Type"] != "Location"}
    places |= {
        (row["Company"], row["Checked Out To: Location"])
        for row in rows
        if row["Checkout Type"] == "Location"
    }
    wanted = {
        Company: len({row["Company"] for row in rows}),
        Location: len(places),
        Supplier: len({row["Supplier"] for row in rows}),
        Manufacturer: len({row["Manufacturer"] for row in rows}),
        AssetModel: len({(row["Manufacturer"], row["Model"], row["Model Number"]) for row in rows}),
        Category: len({row["Category"] for row in rows}),
        Person: len({row["Checked Out To: Username"] for row in rows} - {""}),
    }
    assert {model: model.objects.count() - count for model, count in before.items()} == wanted
    assert Asset.objects.filter(holder_person__isnull=False).count() == sum(
        row["Checkout Type"] == "User" for row in rows
    )
    assert Asset.objects.filter(state="in_use", holder_person=None).count() == sum(
        row["Checkout Type"] == "Location" for row in rows
    )
    total = Asset.objects.aggregate(total=Sum("cost_amount"))["total"]
    assert total == sum(Decimal(row["Purchase Cost"]) for row in rows)


@pytest.mark.parametrize("name", ["assets-sample-BAD.csv", "assets-sample-BLANKS.csv"])
def test_the_bad_ones_come_in_with_what_they_say(cast: Cast, corpus: Path, name: str) -> None:
    path = corpus / "imports" / name
    rows = rows_of(path, "mac_roman")
    plan = load(cast.actor("administrator"), path.read_bytes(), create=ALL, company=cast.company.public_id)
    assert plan.counts == {"create": len(rows), "update": 0, "unchanged": 0, "refuse": 0}
    ready = [row for row in rows if row["Username"] and row["Status"] in {"Ready to Deploy", ""}]
    assert Asset.objects.exclude(holder_person=None).count() == len(ready)
    assert sum(bool(row.warnings) for row in plan.rows) == sum(bool(row["Username"]) for row in rows) - len(
        ready
    )
    assert Asset.objects.filter(state="missing").count() == sum(row["Status"] == "Lost" for row in rows)
    assert Asset.objects.filter(hardware__warranty_ends_on__isnull=False).count() == sum(
        bool(row["Warranty"]) for row in rows
    )
    assert Asset.objects.filter(company=cast.company).count() == sum(not row["Company"] for row in rows)
    first = rows[0]
    days = Asset.objects.values_list("purchased_on", "hardware__warranty_ends_on")
    assert days.get(asset_tag=first["Asset Tag"]) == (date(2016, 4, 5), date(2017, 6, 5))


@pytest.mark.parametrize("name", ["assets-sample-BAD.csv", "assets-sample-BLANKS.csv"])
def test_mac_roman_text_is_read_as_it_was_written(cast: Cast, corpus: Path, name: str) -> None:
    path = corpus / "imports" / name
    load(cast.actor("administrator"), path.read_bytes(), create=ALL, company=cast.company.public_id)
    tag = next(row["Asset Tag"] for row in rows_of(path, "mac_roman") if row["Location"].startswith("Saint-"))
    found = Asset.objects.values_list("location__name", flat=True).get(asset_tag=tag)
    assert found == b"Saint-\xcc\xe4tienne".decode("mac_roman")


@pytest.mark.parametrize("name", ["assets-sample.csv", "assets-sample-BAD.csv", "assets-sample-BLANKS.csv"])
def test_the_same_file_twice_changes_nothing(cast: Cast, corpus: Path, name: str) -> None:
    content = (corpus / "imports" / name).read_bytes()
    actor = cast.actor("administrator")
    first = load(actor, content, create=ALL, company=cast.company.public_id)
    second = check(cast.actor("administrator"), content, create=ALL, company=cast.company.public_id)
    assert second.counts == {"create": 0, "update": 0, "unchanged": len(first.rows), "refuse": 0}
    assert [row.changes for row in second.rows if row.changes] == []
    assert second.made == []


def test_without_leave_to_make_anything_every_row_is_refused_with_reasons(cast: Cast, corpus: Path) -> None:
    plan = check(cast.actor("administrator"), (corpus / "imports" / "assets-sample.csv").read_bytes())
    assert plan.counts["refuse"] == len(plan.rows)
    assert all(row.reasons for row in plan.of(Action.REFUSE))
