"""Values as HTML: escaped, isolated in direction, and never guessed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils.safestring import SafeString

from assetry.kernel.money import Money
from assetry.web.components import cells

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 35, tzinfo=UTC)
HOSTILE = '<img src=x onerror="alert(1)">'


@pytest.mark.parametrize("cell", [cells.badge_html, cells.person_html, cells.entity_html])
def test_a_cell_kept_for_markup_is_not_given_to_text_that_reads_alike(cell: Callable[..., str]) -> None:
    assert "<i>Ana</i>" in cell(SafeString("<i>Ana</i>"))
    assert "<i>Ana</i>" not in cell("<i>Ana</i>")


@pytest.mark.parametrize(
    "html",
    [
        cells.text_html(HOSTILE),
        cells.code_html(HOSTILE),
        cells.none_html(HOSTILE),
        cells.badge_html(HOSTILE),
        cells.badge_html(HOSTILE, compact=True),
        cells.person_html(HOSTILE, url="#", note=HOSTILE),
        cells.entity_html(HOSTILE, url="#", tag=HOSTILE),
        cells.entity_html(HOSTILE, state="deleted"),
        cells.name_html(HOSTILE, "#"),
        cells.diff_html(HOSTILE, HOSTILE),
        cells.copy_html(HOSTILE, HOSTILE),
    ],
)
def test_text_of_people_is_never_markup(html: str) -> None:
    assert "<img" not in html
    assert "&lt;img" in html


@pytest.mark.parametrize(
    "html",
    [
        cells.text_html("a"),
        cells.code_html("a"),
        cells.entity_html("a", url="#", tag="b"),
        cells.number_html(1, locale="en"),
        cells.money_html(Money(Decimal(1), "EUR"), locale="en"),
        cells.date_html(TODAY, today=TODAY, locale="en"),
        cells.instant_html(NOW, now=NOW, locale="en", zone=ZoneInfo("UTC")),
    ],
)
def test_values_keep_their_direction(html: str) -> None:
    assert "<bdi>" in html


@pytest.mark.parametrize(
    "html",
    [
        cells.text_html(""),
        cells.code_html(""),
        cells.person_html(""),
        cells.entity_html(""),
        cells.number_html(None, locale="en"),
        cells.money_html(None, locale="en"),
        cells.date_html(None, today=TODAY, locale="en"),
        cells.instant_html(None, now=NOW, locale="en", zone=ZoneInfo("UTC")),
    ],
)
def test_a_missing_value_is_a_dash(html: str) -> None:
    assert html == '<span class="none">—</span>'


def test_zero_is_a_value() -> None:
    assert cells.number_html(0, locale="en") == "<bdi>0</bdi>"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 25), "tomorrow"),
        (date(2026, 11, 23), "yesterday"),
        (date(2026, 12, 4), "in 10 days"),
        (date(2026, 11, 10), "14 days ago"),
    ],
)
def test_the_title_of_a_day_says_how_far_off_it_is(day: date, words: str) -> None:
    assert cells.relative_day(day, TODAY) == words


def test_a_day_is_written_with_the_month_as_a_word() -> None:
    assert cells.format_day(date(2027, 3, 4), "en") == "4 Mar 2027"
    assert cells.format_day(date(2027, 3, 4), "en-gb") == "4 Mar 2027"


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 11, 24, 8, 12, tzinfo=UTC), "Today 09:12"),
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "Today 00:30"),
        (datetime(2026, 11, 23, 16, 20, tzinfo=UTC), "Yesterday 17:20"),
        (datetime(2026, 11, 3, 12, 0, tzinfo=UTC), "3 Nov"),
        (datetime(2025, 11, 17, 12, 0, tzinfo=UTC), "17 Nov 2025"),
    ],
)
def test_a_moment_is_shown_in_the_readers_zone(at: datetime, shown: str) -> None:
    html = cells.instant_html(at, now=NOW, locale="en", zone=ZoneInfo("Europe/Berlin"))
    assert f"<bdi>{shown}</bdi>" in html


@pytest.mark.parametrize(
    ("hue", "drawn"), [(150, "150"), (154, "150"), (359, "350"), (360, "0"), (-10, "350")]
)
def test_a_hue_is_one_of_36(hue: int, drawn: str) -> None:
    assert f'data-hue="{drawn}"' in cells.badge_html("In use", hue=hue)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ana Petrov", "AP"), ("Ana", "A"), ("ana maria petrov", "AP"), ("(x) Ana", "A"), ("", "?")],
)
def test_initials_are_of_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert cells.initials(name) == letters


def test_a_restricted_thing_shows_nothing_of_itself() -> None:
    html = cells.entity_html("Secret", url="#secret", tag="SC-1", state="restricted")
    assert "ecret" not in html
    assert "SC-1" not in html


def test_an_estimate_says_so() -> None:
    assert "about €1,249.00" in cells.money_html(Money(Decimal(1249), "EUR"), locale="en", estimate=True)


def test_an_empty_side_of_a_change_says_so() -> None:
    assert "<del><i>empty</i></del>" in cells.diff_html("", "4210")


def test_b1_what_is_no_web_address_is_no_link() -> None:
    for address in (
        "javascript:__pwned()",
        "JaVaScRiPt://x",
        "java\tscript:x",
        "data:text/html,x",
        "vbscript:x",
    ):
        assert "href" not in cells.web_html(address)
    assert 'href="https://example.com"' in cells.web_html("https://example.com")
