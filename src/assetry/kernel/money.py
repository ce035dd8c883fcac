"""Money: an amount and its currency, never a float."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.core import get_global
from babel.numbers import format_currency, get_currency_precision

MAX_AMOUNT = Decimal("999999999999.9999")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217 alphabetic code)."""

    amount: Decimal
    currency: str

    def rounded(self) -> "Money":
        """To the currency's minor unit, half up (ISO 4217 minor units by CLDR)."""
        return Money(self.amount.quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_UP), self.currency)

    @property
    def digits(self) -> int:
        """How many decimals the currency has: 2 for EUR, none for JPY, 3 for KWD."""
        return get_currency_precision(self.currency)

    def format(self, locale: str) -> str:
        """As a person of that locale writes it: €1,249.00."""
        return format_currency(self.amount, self.currency, locale=locale.replace("-", "_"))


def is_currency(code: str) -> bool:
    """Whether CLDR knows the code as a currency."""
    return len(code) == 3 and code in get_global("all_currencies")


def _amount_pattern(decimal: str, group: str) -> re.Pattern[str]:
    spaces = "'’ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
    grouped = rf"[0-9]{{1,3}}(?P<group>[{re.escape(group)}{spaces}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
    indian = rf"[0-9]{{1,2}}(?:{re.escape(group)}[0-9]{{2}})+{re.escape(group)}[0-9]{{3}}"
    return re.compile(
        rf"(?P<sign>[+-]?)(?P<whole>{grouped}|{indian}|[0-9]+)?(?:{re.escape(decimal)}(?P<fraction>[0-9]{{0,4}}))?"
    )


_AMOUNTS = {".": _amount_pattern(".", ","), ",": _amount_pattern(",", ".")}


def parse_amount(text: str, decimal_separator: str = ".") -> Decimal:
    """Read an amount written with one declared decimal separator; grouping by one separator, only in threes
    (or as in India: 1,63,705).

    Raises ValueError for anything ambiguous or malformed: `1.234` with `,` as separator is 1234,
    `12.34` with `,` as separator is refused rather than guessed.
    """
    match = _AMOUNTS[decimal_separator].fullmatch(text.strip())
    if match is None or not (match["whole"] or match["fraction"]):
        raise ValueError(text)
    whole = re.sub(r"\D", "", match["whole"] or "")
    amount = Decimal(f"{match['sign']}{whole or '0'}.{match['fraction'] or '0'}")
    if abs(amount) > MAX_AMOUNT:
        raise ValueError(text)
    return amount
