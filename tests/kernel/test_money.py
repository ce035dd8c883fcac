"""Money. R12: 129.50 never becomes 1295, and an ambiguous amount is refused."""

from contextlib import suppress
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from assetry.kernel.money import MAX_AMOUNT, Money, is_currency, parse_amount

AMOUNTS = st.decimals(min_value=-MAX_AMOUNT, max_value=MAX_AMOUNT, places=4)


@pytest.mark.parametrize(
    ("text", "separator", "amount"),
    [
        ("129.50", ".", "129.50"),
        ("1,63,705.50", ".", "163705.50"),
        ("12,34,56,789", ".", "123456789"),
        ("1,637.05", ".", "1637.05"),
        ("1.637,05", ",", "1637.05"),
        ("7300", ".", "7300"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1 234 567,8", ",", "1234567.8"),
        ("1'234.5", ".", "1234.5"),
        ("-12.5", ".", "-12.5"),
        ("+3", ".", "3"),
        (".5", ".", "0.5"),
        ("5.", ".", "5"),
        (" 514.40 ", ".", "514.40"),
        ("1\N{NO-BREAK SPACE}234,5", ",", "1234.5"),
        ("1\N{NARROW NO-BREAK SPACE}234,5", ",", "1234.5"),
    ],
)
def test_an_amount_with_its_declared_separator(text: str, separator: str, amount: str) -> None:
    assert parse_amount(text, separator) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("12.34", ","),
        ("1,63,70", "."),
        ("1,63", "."),
        ("123,45,678", "."),
        ("1,23", "."),
        ("1,2345", "."),
        ("1234,567", "."),
        ("1,234 567", "."),
        ("12 34", "."),
        ("1 2 3.4", "."),
        ("--5", "."),
        ("+-5", "."),
        ("5-", "."),
        ("- 5", "."),
        ("", "."),
        (".", "."),
        ("-", "."),
        ("1e5", "."),
        ("1_000", "."),
        ("NaN", "."),
        ("٣", "."),
        ("½", "."),
        ("1.23456", "."),
        ("9" * 13, "."),
        ("EUR 5", "."),
        ("1.2.3", "."),
        (",234", "."),
    ],
)
def test_what_is_not_clear_is_refused(text: str, separator: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        parse_amount(text, separator)


@given(
    AMOUNTS, st.sampled_from([("en_US", "."), ("de_DE", ","), ("fr_FR", ","), ("de_CH", "."), ("es_ES", ",")])
)
def test_r12_what_a_locale_writes_is_read_back(amount: Decimal, locale: tuple[str, str]) -> None:
    name, separator = locale
    written = format_decimal(amount, locale=name, format="#,##0.####")
    assert parse_amount(written, separator) == amount


@given(st.text(alphabet="0123456789.,' +-e_", max_size=12), st.sampled_from(".,"))
def test_any_text_is_an_amount_or_a_value_error(text: str, separator: str) -> None:
    with suppress(ValueError):
        assert parse_amount(text, separator).is_finite()


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("1.005", "EUR", "1.01"),
        ("1.5", "JPY", "2"),
        ("1.23456", "KWD", "1.235"),
        ("129990.5", "CLP", "129991"),
    ],
)
def test_it_is_rounded_to_the_minor_unit(amount: str, currency: str, rounded: str) -> None:
    assert Money(Decimal(amount), currency).rounded() == Money(Decimal(rounded), currency)


def test_it_is_written_as_the_locale_does() -> None:
    assert Money(Decimal(1249), "EUR").format("en") == "€1,249.00"
    assert Money(Decimal(1249), "EUR").format("de-DE") == "1.249,00\N{NO-BREAK SPACE}€"


@pytest.mark.parametrize(
    ("code", "known"), [("EUR", True), ("USD", True), ("eur", False), ("XX", False), ("ABC", False)]
)
def test_currencies_are_iso_codes(code: str, known: bool) -> None:
    assert is_currency(code) is known
