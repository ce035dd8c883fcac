"""An amount and the currency that stands with it: "1.637,05 €", "CLP 1.637", "$12.58"."""

import re

from assetry.kernel.money import is_currency

# Signs that several currencies have; the company's own decides which is meant.
SHARED_SIGNS = {
    "$": frozenset(
        {
            *("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "BND", "FJD", "MXN", "CLP", "COP", "ARS"),
            *("UYU", "DOP", "BSD", "BBD", "JMD", "TTD"),
        }
    ),
    "¥": frozenset({"JPY", "CNY"}),
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"}),
}
_SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₱": "PHP",
    "฿": "THB", "₫": "VND", "zł": "PLN", "kč": "CZK", "ft": "HUF", "fr": "CHF", "r$": "BRL", "us$": "USD",
    "a$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "s$": "SGD", "hk$": "HKD", "mx$": "MXN", "nt$": "TWD",
    "cn¥": "CNY", "jp¥": "JPY",
}  # fmt: skip
_MARK = r"[^\W\d_]{0,3}[$€£¥₹₩₽₺₴₪₱฿₫]|[^\W\d_]{2,3}\.?"
_AMOUNT = re.compile(
    rf"(?P<before>{_MARK})?\s*(?P<number>[-+]?[.,]?[0-9](?:[0-9.,'’\s]*[0-9])?[.,]?)\s*(?P<after>{_MARK})?"
)


def split_amount(text: str) -> tuple[str, str] | None:
    """The number as it is written, and its currency: a code, a sign that several have, or "" for none.

    None where there is no number, or a currency that does not exist or contradicts itself.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        return None
    currencies = [_currency_of(mark) for mark in match.group("before", "after") if mark]
    codes = {currency for currency in currencies if currency not in SHARED_SIGNS}
    if None in codes or len(codes) > 1:
        return None
    code = next(iter(codes), None)
    signs = [currency for currency in currencies if currency in SHARED_SIGNS]
    if code is not None and any(code not in SHARED_SIGNS[sign] for sign in signs if sign):
        return None
    return match["number"], code or next(iter(signs), None) or ""


def _currency_of(mark: str) -> str | None:
    folded = mark.rstrip(".").lower()
    if folded in SHARED_SIGNS:
        return folded
    return _SIGNS.get(folded) or (folded.upper() if is_currency(folded.upper()) else None)
