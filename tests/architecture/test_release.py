"""The tools of a release: a bill of materials that is whole, and an audit that never takes silence for an answer."""

import json
import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
AUDIT = runpy.run_path(str(ROOT / "tools" / "audit.py"))
SBOM = runpy.run_path(str(ROOT / "tools" / "make_sbom.py"))


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    file = tmp_path_factory.mktemp("bill") / "assetry.cdx.json"
    assert SBOM["main"](file) == 0
    read: dict[str, Any] = json.loads(file.read_text())
    return read


def test_the_bill_holds_every_dependency_that_we_name(bill: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = {requirement.split(">")[0].split("[")[0] for requirement in project["dependencies"]}
    bundled = set(json.loads((ROOT / "package.json").read_text())["dependencies"])
    listed = {component["name"] for component in bill["components"]}
    assert (named | bundled) - listed == set()
    assert "pytest" not in listed
    assert "axe-core" not in listed


def test_what_comes_from_npm_carries_its_hash(bill: dict[str, Any]) -> None:
    (htmx,) = [component for component in bill["components"] if component["name"] == "htmx.org"]
    assert len(htmx["hashes"][0]["content"]) == 128
    assert htmx["purl"].startswith("pkg:npm/htmx.org@")


@pytest.mark.parametrize("judge", ["judge_python", "judge_npm"])
def test_no_answer_is_an_open_matter(judge: str) -> None:
    (matter,) = AUDIT[judge]("", "first\nconnection refused\n")
    assert matter.endswith("could not be asked: connection refused")


def test_an_advisory_is_an_open_matter_and_so_is_what_was_skipped() -> None:
    answer = {
        "dependencies": [
            {"name": "sound", "version": "1", "vulns": []},
            {"name": "leaky", "version": "2", "vulns": [{"id": "PYSEC-1"}]},
            {"name": "unknown", "skip_reason": "not on the index"},
        ]
    }
    assert AUDIT["judge_python"](json.dumps(answer), "") == [
        "Python: leaky 2 has PYSEC-1",
        "Python: unknown was not asked about: not on the index",
    ]


def test_npm_names_its_advisories_and_its_errors() -> None:
    assert AUDIT["judge_npm"](json.dumps({"vulnerabilities": {}}), "") == []
    assert AUDIT["judge_npm"](json.dumps({"vulnerabilities": {"leaky": {"severity": "high"}}}), "") == [
        "npm: leaky (high)"
    ]
    assert AUDIT["judge_npm"](json.dumps({"message": "405 Method Not Allowed"}), "") == [
        "npm: the advisories could not be asked: 405 Method Not Allowed"
    ]


def test_every_direct_dependency_is_bounded_below() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    assert [requirement for requirement in named if ">=" not in requirement] == []
