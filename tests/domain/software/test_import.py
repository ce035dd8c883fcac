"""Purchases from the sample of another system: every row comes in, or says why not; a second time nothing changes."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assetry.domain.organization.models import Company
from assetry.domain.software.checks import check_seats
from assetry.domain.software.models import Entitlement, License
from assetry.platform.audit.signed import signed
from assetry.platform.doctor.checks import Level
from assetry.platform.imports.records.operations import check_records
from tests.cast import NOW, Cast
from tests.factories import make_product
from tests.platform.imports.records.importing import check, load, reasons, upload

pytestmark = pytest.mark.django_db
_ALL: dict[str, Any] = {"create": frozenset({"software_product", "supplier"})}


def test_the_sample_of_snipe_it_comes_in_whole(cast: Cast, corpus: Path) -> None:
    text = (corpus / "imports" / "licenses-sample.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    manager, lines = cast.actor("asset_manager"), text.splitlines()
    with signed("test"):
        Company.objects.filter(pk=cast.company.pk).update(currency="USD")
    run, options = upload(manager, "entitlement", *lines, company=cast.company.public_id, **_ALL)
    assert {
        "product",
        "license_key",
        "quantity",
        "ends_on",
        "purchased_on",
        "unit_amount",
        "order_number",
    } <= set(options.columns)
    assert "name" not in options.columns  # "Full Name" is somebody's
    own: dict[str, Any] = {
        "columns": tuple("" if target == "company" else target for target in options.columns)
    }
    plan = check_records(actor=manager, run=run, options=replace(options, **own), at=NOW)
    assert plan.counts["create"] == len(rows), reasons(plan)
    load(manager, "entitlement", *lines, company=cast.company.public_id, **_ALL, **own)
    assert Entitlement.objects.count() == len(rows)
    assert sum(Entitlement.objects.values_list("quantity", flat=True)) == sum(
        int(row["seats"]) for row in rows
    )
    assert License.objects.count() == len({row["Item name"].casefold() for row in rows})
    assert set(Entitlement.objects.values_list("unit_currency", flat=True)) == {"USD"}
    again = check(manager, "entitlement", *lines, company=cast.company.public_id, **_ALL, **own)
    assert (again.counts["create"], again.counts["update"]) == (0, 0), reasons(again)
    assert check_seats(NOW).level is Level.OK


def test_a_sign_of_several_currencies_is_not_guessed(cast: Cast) -> None:
    with signed("test"):
        make_product("Draw")
    rows = ("Item name,Seats,Purchase cost", "Draw,3,$12.58")
    plan = check(cast.actor("asset_manager"), "entitlement", *rows, company=cast.company.public_id)
    assert "several currencies" in reasons(plan)[2]


def test_a_key_that_is_kept_is_neither_shown_nor_replaced(cast: Cast) -> None:
    with signed("test"):
        make_product("Draw")
    manager, header = cast.actor("asset_manager"), "Item name,Seats,Order number,Serial"
    load(manager, "entitlement", header, "Draw,3,PO-1,OLD-KEY", company=cast.company.public_id)
    again = check(manager, "entitlement", header, "Draw,3,PO-1,NEW-KEY", company=cast.company.public_id)
    assert again.counts["unchanged"] == 1
    assert "KEY" not in str([(row.changes, row.reasons, row.label) for row in again.rows])
