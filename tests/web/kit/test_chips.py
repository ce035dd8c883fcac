"""Conditions in words, each with the address without it."""

import pytest
from django.http import QueryDict

from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.filters import FilterInvalid
from assetry.web.kit.asked import asked_of
from assetry.web.kit.chips import chips_of
from assetry.web.kit.query import ListQuery

FIELDS = {
    "status": Field(name="status", label="Status", type=FieldType.STATUS, reference="status"),
    "bought": Field(name="bought", label="Bought", type=FieldType.DATE),
    "size": Field(name="size", label="Size", type=FieldType.CHOICE, choices=(Choice("s", "Small"),)),
}
NAMES = {("status", "AAA"): "In use", ("status", "BBB"): "Missing"}


def _chips(text: str) -> list[tuple[str, str, str]]:
    query = ListQuery("/l", QueryDict(text))
    found = chips_of(asked_of(query, FIELDS, list(FIELDS)), NAMES)
    return [(str(chip.label), str(chip.value), chip.remove_url) for chip in found]


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("status=AAA", "Status is", "In use"),
        ("status=AAA&status=BBB", "Status any of", "In use, Missing"),
        ("size=s", "Size is", "Small"),
        ('filter=bought before "x"'.replace("before", "lt"), "Bought before", "x"),
        ("filter=bought empty", "Bought is", "empty"),
        ('filter=bought between "a" "b"', "Bought between", "a and b"),
        ('filter=bought between "today" "today%2B90d"', "Bought in the next", "90 days"),
        ('filter=bought between "today-1d" "today"', "Bought in the last", "1 day"),
        ('filter=bought between "today" "today%2B3m"', "Bought in the next", "3 months"),
        ('filter=bought ge "today%2B1w"', "Bought from", "in 1 week"),
        ('filter=bought ge "2026-11-24"', "Bought from", "24 Nov 2026"),
        ('filter=bought le "today-30d"', "Bought until", "30 days ago"),
        ("filter=size empty or bought empty", "", "Size is empty or Bought is empty"),
        ("status=AAA&status=none", "", "Status is In use or Status is empty"),
    ],
)
def test_a_condition_reads_as_a_sentence(text: str, label: str, value: str) -> None:
    assert _chips(text)[0][:2] == (label, value)


def test_a_facets_chip_leads_to_the_list_without_it() -> None:
    assert _chips("status=AAA&size=s")[0][2] == "/l?size=s"


def test_a_condition_of_the_text_form_is_taken_out_alone() -> None:
    assert _chips('filter=bought empty and size eq "s"')[0][2] == "/l?filter=size+eq+%22s%22"


def test_an_or_is_one_chip_that_can_be_changed_and_deeper_nesting_one_that_cannot() -> None:
    query = ListQuery(
        "/l",
        QueryDict('filter=(bought empty or size eq "s") and (size empty or (bought empty and size empty))'),
    )
    flat, nested = chips_of(asked_of(query, FIELDS, []), NAMES)
    assert flat.edit_url.endswith("build=0")
    assert (nested.edit_url, nested.value) == ("", "Size is empty or (Bought is empty and Size is empty)")
    assert nested.remove_url == "/l?filter=bought+empty+or+size+eq+%22s%22"


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(FilterInvalid):
        _chips("filter=((")
