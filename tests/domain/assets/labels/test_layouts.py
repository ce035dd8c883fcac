"""Labels as they come out of the printer."""

import pytest

from assetry.domain.assets.labels.content import Label
from assetry.domain.assets.labels.layouts import MOST_LABELS, Layout, draw_labels, draw_preview
from assetry.domain.assets.labels.refusals import NothingToLabel, TooManyLabels
from tests.support.paper import read_pdf

LINK = "https://assets.larkfield.example/q/{:012d}"


def label(number: int = 1, **words: str) -> Label:
    given = {
        "code": f"LT-{number:04d}",
        "title": "Latitude 5450",
        "subtitle": "",
        "company": "Larkfield Labs GmbH",
    }
    return Label(link=LINK.format(number), **{**given, **words})


def labels(count: int) -> list[Label]:
    return [label(number) for number in range(count)]


def test_a_sheet_has_21_labels_and_the_rest_goes_on_the_next() -> None:
    pages = read_pdf(draw_labels(labels(25), Layout.A4))
    assert [(page.width, page.height) for page in pages] == [(210.0, 297.0), (210.0, 297.0)]
    assert [len(page.codes) for page in pages] == [21, 4]


def test_every_code_on_a_sheet_opens_its_own_asset_in_order() -> None:
    pages = read_pdf(draw_labels(labels(21), Layout.A4))
    assert pages[0].codes == [LINK.format(number) for number in range(21)]


def test_used_places_of_the_first_sheet_stay_empty() -> None:
    pages = read_pdf(draw_labels(labels(3), Layout.A4, skip=20))
    assert [len(page.codes) for page in pages] == [1, 2]


def test_a_roll_has_one_label_to_a_page_of_exact_size() -> None:
    pages = read_pdf(draw_labels(labels(3), Layout.ROLL_62))
    assert [(page.width, page.height) for page in pages] == [(62.0, 29.0)] * 3
    assert [page.codes for page in pages] == [[LINK.format(number)] for number in range(3)]


@pytest.mark.parametrize("layout", list(Layout))
def test_one_asset_is_enough(layout: Layout) -> None:
    (page,) = read_pdf(draw_labels([label(7)], layout))
    assert page.codes == [LINK.format(7)]
    assert "LT-0007" in page.text
    assert "Latitude 5450" in page.text
    assert "Larkfield Labs GmbH" in page.text


@pytest.mark.parametrize(
    "typed",
    [
        "#panic()",
        "*bold* _x_",
        "$ 1/0 $",
        "= Head",
        "`raw` <a>",
        "#[x] @ref",
        "// gone",
        'a "b" \\',
        "#import",
        "<script>",
        "-- ---",
        "~",
    ],
)
def test_what_was_typed_is_printed_literally(typed: str) -> None:
    (page,) = read_pdf(draw_labels([label(code=typed, title=typed, company=typed)], Layout.A4))
    assert page.text.count(typed) == 3


def test_a_long_name_is_cut_with_an_ellipsis_and_stays_on_its_label() -> None:
    (page,) = read_pdf(draw_labels([label(title="Mobile Workstation " * 20)], Layout.ROLL_62))
    assert "…" in page.text
    assert page.text.count("Workstation") < 5
    assert "Larkfield Labs GmbH" in page.text


def test_a_long_word_breaks_and_a_long_tag_shrinks() -> None:
    (page,) = read_pdf(draw_labels([label(code="TAG-2026-11-24-0001", title="W" * 60)], Layout.A4))
    assert "TAG-2026-11-24-0001" in page.text
    assert "…" in page.text
    assert page.codes == [LINK.format(1)]


@pytest.mark.parametrize("words", ["Жук Ελλάς Đặng", "Björk Sigurðardóttir"])
def test_names_of_other_alphabets_are_printed(words: str) -> None:
    (page,) = read_pdf(draw_labels([label(title=words)], Layout.A4))
    assert words in page.text


def test_without_assets_nothing_is_printed() -> None:
    with pytest.raises(NothingToLabel):
        draw_labels([], Layout.A4)


def test_more_than_fit_one_document_are_refused() -> None:
    with pytest.raises(TooManyLabels, match="1001"):
        draw_labels(labels(MOST_LABELS + 1), Layout.A4)


@pytest.mark.parametrize("layout", list(Layout))
def test_the_preview_is_a_picture(layout: Layout) -> None:
    assert draw_preview(label(), layout).startswith(b"\x89PNG")
