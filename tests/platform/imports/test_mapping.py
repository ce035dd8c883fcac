"""Headers find their targets."""

import pytest

from assetry.domain.assets.imports.targets import targets_of
from assetry.platform.imports.mapping import Match, Target, suggest_targets

TARGETS = (
    Target(name="asset_tag", label="Tag", synonyms=("inventory no",)),
    Target(name="serial_number", label="Serial", synonyms=("s/n",)),
)


@pytest.mark.parametrize("header", ["Tag", "ASSET TAG", "asset_tag", "Inventory-No.", " inventory  no "])
def test_case_spaces_and_punctuation_do_not_matter(header: str) -> None:
    assert suggest_targets([header], TARGETS) == [Match("asset_tag", sure=True)]


def test_a_header_with_the_words_of_a_name_is_to_be_checked() -> None:
    assert suggest_targets(["Serial of the device"], TARGETS) == [Match("serial_number", sure=False)]


def test_a_target_is_suggested_once_for_the_best_header() -> None:
    found = suggest_targets(["My serial", "S/N", "Serial"], TARGETS)
    assert [match.target for match in found] == ["", "serial_number", ""]


def test_the_second_of_doubled_headers_is_left_out() -> None:
    assert [match.target for match in suggest_targets(["Tag", "Tag 2"], TARGETS)] == ["asset_tag", ""]


@pytest.mark.parametrize("facet", ["hardware", "subscription", "information", "none"])
def test_every_target_is_found_by_its_own_label(facet: str) -> None:
    targets = targets_of(facet, custodied=True)
    found = suggest_targets([str(target.label) for target in targets], targets)
    assert found == [Match(target.name, sure=True) for target in targets]


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Checked Out To: Username", "holder_username"), ("Checked Out To: Location", "checkout_location"),
        ("Asset EOL Date", "ends_on"), ("Warranty", "warranty_months"), ("Warranty expires", "warranty_ends_on"),
        ("Inventory number", "asset_tag"), ("Default Location", "location"), ("Vendor", "supplier"),
        ("Make", "manufacturer"),
    ],
)  # fmt: skip
def test_headers_of_other_systems_are_known(header: str, target: str) -> None:
    assert suggest_targets([header], targets_of("hardware", custodied=True)) == [Match(target, sure=True)]
