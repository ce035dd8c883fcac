"""Files of another system as it writes them: what they mean is found by their headers, and they come in."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assetry.platform.audit.signed import signed
from assetry.platform.imports.records.operations import check_records
from tests.cast import NOW, Cast
from tests.factories import make_category
from tests.platform.imports.records.importing import reasons, upload

pytestmark = pytest.mark.django_db


SAMPLES = {
    "users": (
        "person",
        20,
        {"name", "email", "username", "is_active", "location", "job_title", "starts_on"},
    ),
    "locations": ("location", 17, {"name", "address", "country", "manager"}),
    "models": ("model", 20, {"name", "number", "manufacturer", "category"}),
}


@pytest.mark.parametrize("file", SAMPLES)
def test_samples_of_snipe_it_come_in(cast: Cast, corpus: Path, file: str) -> None:
    entity, created, columns = SAMPLES[file]
    lines = (corpus / "imports" / f"{file}-sample.csv").read_text("utf-8-sig").splitlines()[:21]
    with signed("test"):
        for name in ("Laptops", "Desktops", "Tablets", "Monitors", "Mobile Phones"):
            make_category(name)
    manager = cast.actor("asset_manager")
    made: dict[str, Any] = {
        "company": cast.company.public_id,
        "create": frozenset({"location", "manufacturer", "person"}),
    }
    run, options = upload(manager, entity, *lines, **made)
    assert columns <= set(options.columns)
    ours = tuple("" if target == "company" else target for target in options.columns)  # theirs are others
    plan = check_records(actor=manager, run=run, options=replace(options, columns=ours), at=NOW)
    assert plan.counts["create"] == created, reasons(plan)  # two locations stand there twice
