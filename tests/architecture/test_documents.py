"""The documents: every setting is told, every link leads somewhere, what a newcomer reads is short."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "assetry"
CONFIGURE = ROOT / "docs" / "admin" / "configure.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
VARIABLE = re.compile(r'"(ASSETRY_[A-Z_]+|DATABASE_URL)"')
# Passed from process to process by ourselves.
INTERNAL = {"ASSETRY_SUPERVISED"}
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def told() -> set[str]:
    """The variables that have a row in the table."""
    return set(re.findall(r"^\| `([A-Z_]+)`", CONFIGURE.read_text(), re.MULTILINE))


def known() -> set[str]:
    """The variables that the code names."""
    return {name for file in SOURCE.rglob("*.py") for name in VARIABLE.findall(file.read_text())} - INTERNAL


def test_every_variable_that_is_read_is_told_and_no_other() -> None:
    assert told() == known()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    links = [link for link in LINK.findall(document.read_text()) if "://" not in link and link != "..."]
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("folder", ["user", "admin", "api"])
def test_every_document_of_a_folder_can_be_reached(folder: str) -> None:
    documents = {file.resolve() for file in (ROOT / "docs" / folder).glob("*.md")} - {
        ROOT / "docs" / folder / "README.md"
    }
    linked = {(file.parent / link).resolve() for file in DOCUMENTS for link in LINK.findall(file.read_text())}
    assert documents - linked == set()


def test_the_readme_is_read_in_a_few_minutes() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) < 150
