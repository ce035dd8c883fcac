"""`assetry import` and `assetry export`, as a shell sees them."""

import argparse
import json
from pathlib import Path
from types import ModuleType

import pytest

from assetry.cli import export, import_
from assetry.domain.assets.imports.options import CREATABLE
from assetry.domain.assets.models import Asset
from assetry.kernel.refusals import InvalidInput, InvalidValue, NotPermitted
from assetry.platform.audit.signed import signed
from assetry.platform.faults import ConfigurationError
from assetry.platform.imports.refusals import ColumnsUnknown
from tests.cast import Cast
from tests.factories import make_asset

pytestmark = pytest.mark.django_db


def command(module: ModuleType, *words: str) -> int:
    """Run a command's module as `assetry` does."""
    parser = argparse.ArgumentParser()
    module.register(parser.add_subparsers(required=True))
    return int(module.run(parser.parse_args(words)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three rows; the last one has a cost that is none."""
    path = tmp_path / "leeds.csv"
    path.write_text("Tag,Category,Cost,Shape\nL-1,Laptop,1.50,a\nL-2,Laptop,2.25,b\nL-3,Laptop,x,c\n")
    return path


def imported(file: Path, *words: str, user: str = "asset_manager@example.com") -> int:
    """Import the file for somebody."""
    return command(import_, "import", str(file), "--user", user, *words)


def test_it_imports_and_says_what_and_why(cast: Cast, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(file, "--create-missing", "all") == 0
    said = capsys.readouterr().out
    assert "2 created, 0 updated, 0 unchanged, 1 refused." in said
    assert "Row 4 refused: “x” is no amount." in said
    assert "Shape → left out" in said
    assert Asset.objects.count() == 2


def test_a_dry_run_writes_nothing(cast: Cast, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(file, "--create-missing", "category", "--dry-run") == 0
    assert "2 would be created" in capsys.readouterr().out
    assert not Asset.objects.exists()


def test_nothing_to_apply_is_exit_code_1(cast: Cast, file: Path) -> None:
    assert imported(file) == 1


def test_the_same_file_twice_is_exit_code_0_and_changes_nothing(
    cast: Cast, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(file, "--create-missing", "all")
    assert imported(file, "--create-missing", "all") == 0
    assert "0 created, 0 updated, 2 unchanged, 1 refused." in capsys.readouterr().out


def test_refused_rows_are_written_with_their_reasons(cast: Cast, file: Path, tmp_path: Path) -> None:
    imported(file, "--create-missing", "all", "--refused", str(tmp_path / "refused.csv"))
    lines = (tmp_path / "refused.csv").read_text("utf-8-sig").splitlines()
    assert lines == ["Tag,Category,Cost,Shape,Why it was refused", "L-3,Laptop,x,c,“x” is no amount."]


def test_a_mapping_moves_columns(cast: Cast, file: Path, tmp_path: Path) -> None:
    (tmp_path / "map.json").write_text(json.dumps({"Shape": "Name", "Cost": ""}))
    assert imported(file, "--create-missing", "all", "--map", str(tmp_path / "map.json")) == 0
    assert set(Asset.objects.values_list("name", "cost_amount")) == {("a", None), ("b", None), ("c", None)}


def test_a_mapping_of_columns_that_are_not_there_is_refused(cast: Cast, file: Path, tmp_path: Path) -> None:
    (tmp_path / "map.json").write_text('{"Size": "name"}')
    with pytest.raises(ColumnsUnknown, match="“Size” is not there"):
        imported(file, "--map", str(tmp_path / "map.json"))


def test_status_words_are_given_as_pairs(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("Tag,Category,Status\nL-1,Laptop,Wobbly\n")
    assert imported(file, "--create-missing", "all", "--status-map", "wobbly=In repair") == 0
    assert Asset.objects.values_list("status__name", flat=True).get() == "In repair"


def test_defaults_are_found_by_name(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("Tag,Category\nL-1,Laptop\n")
    words = ("--create-missing", ",".join(CREATABLE), "--default-company", "otherwhere ltd")
    assert imported(file, *words, user="administrator@example.com") == 0
    assert Asset.objects.values_list("company", flat=True).get() == cast.other_company.pk


@pytest.mark.parametrize("words", [("--create-missing", "status"), ("--default-company", "Nowhere")])
def test_what_is_not_there_is_refused(cast: Cast, file: Path, words: tuple[str, str]) -> None:
    with pytest.raises(InvalidValue):
        imported(file, *words)


def test_who_may_not_import_is_refused(cast: Cast, file: Path) -> None:
    with pytest.raises(NotPermitted):
        imported(file, user="technician@example.com")


def test_a_file_that_is_not_there_is_said(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        imported(tmp_path / "none.csv")


def test_an_export_streams_what_an_import_leaves_unchanged(
    cast: Cast, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="=A-1", purchased_on="2024-01-31")
        make_asset(cast.company, asset_tag="A-2", purchased_on="2025-01-31")
    words = ("--kind", "hardware", "--filter", 'purchased_on lt "2025-01-01"')
    assert command(export, "export", "--user", "asset_manager@example.com", *words) == 0
    content = capsysbinary.readouterr().out
    assert content.count(b"\n") == 2
    (tmp_path / "x.csv").write_bytes(content)
    assert imported(tmp_path / "x.csv") == 0
    assert b"0 created, 0 updated, 1 unchanged, 0 refused." in capsysbinary.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--entity", "nope"), "Choose one of: "),
        (("--entity", "person", "--kind", "hardware"), "People have no kinds."),
        (("--columns", "name,holder_username,nope"), "There is no nope."),
    ],
)
def test_an_export_of_what_does_not_exist_is_refused_by_name(
    cast: Cast, words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        command(export, "export", "--user", "asset_manager@example.com", *words)
    assert said in " ".join(str(text) for text in refused.value.errors.values())
