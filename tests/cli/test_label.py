"""`assetry label`: a PDF of what the account may label."""

import argparse
from pathlib import Path

import pytest

from assetry.cli import label
from assetry.cli.support.acting import UnknownUser
from assetry.domain.assets.labels.refusals import NothingToLabel
from assetry.platform.audit.signed import signed
from assetry.platform.faults import ConfigurationError
from tests.cast import Cast
from tests.factories import make_asset
from tests.support.paper import read_pdf

pytestmark = pytest.mark.django_db
TECHNICIAN = ("--user", "Technician@example.com")


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    label.register(parser.add_subparsers())
    return label.run(parser.parse_args(["label", *words]))


@pytest.fixture(autouse=True)
def two_assets(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="LT-1")
        make_asset(cast.company, asset_tag="MN-2")
        make_asset(cast.other_company, asset_tag="LT-9")


def test_the_named_tags_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*TECHNICIAN, "-o", str(tmp_path / "x.pdf"), "--layout", "roll62", "MN-2", "LT-1") == 0
    pages = read_pdf((tmp_path / "x.pdf").read_bytes())
    assert [page.text.split("\n")[0].strip() for page in pages] == ["LT-1", "MN-2"]
    assert "Wrote 2 labels" in capsys.readouterr().out


def test_a_filter_chooses_within_what_the_account_may_label(tmp_path: Path) -> None:
    run(*TECHNICIAN, "-o", str(tmp_path / "x.pdf"), "--filter", 'asset_tag starts_with "LT"')
    (page,) = read_pdf((tmp_path / "x.pdf").read_bytes())
    assert len(page.codes) == 1
    assert "LT-1" in page.text


def test_without_tags_and_filter_there_is_nothing_to_print(tmp_path: Path) -> None:
    with pytest.raises(NothingToLabel):
        run(*TECHNICIAN, "-o", str(tmp_path / "x.pdf"))


@pytest.mark.parametrize("codes", [["LT-1", "NOPE"], ["NOPE"], ["NOPE", "LT-9"]])
def test_a_tag_that_is_not_there_is_named_and_nothing_is_printed(tmp_path: Path, codes: list[str]) -> None:
    with pytest.raises(ConfigurationError, match="NOPE"):
        run(*TECHNICIAN, "-o", str(tmp_path / "x.pdf"), *codes)
    assert not (tmp_path / "x.pdf").exists()


def test_an_unknown_account_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownUser, match=r"nobody@example\.com"):
        run("--user", "nobody@example.com", "-o", str(tmp_path / "x.pdf"), "LT-1")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="No such file or directory"):
        run(*TECHNICIAN, "-o", str(tmp_path / "nowhere" / "x.pdf"), "LT-1")
