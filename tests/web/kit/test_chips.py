"""Conditions in words, each with the address without it."""

import pytest
from django.http import QueryDict

from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.filters import FilterInvalid
from assetry.web.kit.chips import facet_chips, text_chips
from assetry.web.kit.query import ListQuery

FIELDS = {
    "status": Field(name="status", label="Status", type=FieldType.STATUS, reference="status"),
    "bought": Field(name="bought", label="Bought", type=FieldType.DATE),
    "size": Field(name="size", label="Size", type=FieldType.CHOICE, choices=(Choice("s", "Small"),)),
}
NAMES = {("status", "AAA"): "In use", ("status", "BBB"): "Missing"}


def _chips(text: str) -> list[tuple[str, str, str]]:
    query = ListQuery("/l", QueryDict(text))
    found = [*facet_chips(query, FIELDS, list(FIELDS), NAMES), *text_chips(query, FIELDS, NAMES)]
    return [(str(chip.label), str(chip.value), chip.remove_url) for chip in found]


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("status=AAA", "Status is", "In use"),
        ("status=AAA&status=BBB", "Status any of", "In use, Missing"),
        ("size=s", "Size is", "Small"),
        ('filter=bought before "x"'.replace("before", "lt"), "Bought before", "x"),
        ("filter=bought empty", "Bought is", "empty"),
        ('filter=bought between "a" "b"', "Bought between", "a, b"),
    ],
)
def test_a_condition_reads_as_a_sentence(text: str, label: str, value: str) -> None:
    assert _chips(text)[0][:2] == (label, value)


def test_a_facets_chip_leads_to_the_list_without_it() -> None:
    assert _chips("status=AAA&size=s")[0][2] == "/l?size=s"


def test_a_condition_of_the_text_form_is_taken_out_alone() -> None:
    assert _chips('filter=bought empty and size eq "s"')[0][2] == "/l?filter=size+eq+%22s%22"


def test_a_nested_filter_is_one_chip() -> None:
    chips = _chips('filter=bought empty or size eq "s"')
    assert [(label, url) for label, _value, url in chips] == [("Filter", "/l")]


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(FilterInvalid):
        _chips("filter=((")
