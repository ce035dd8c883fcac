"""Money: an amount and its currency, never a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

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
        digits = get_currency_precision(self.currency)
        return Money(self.amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP), self.currency)

    def format(self, locale: str) -> str:
        """As a person of that locale writes it: €1,249.00."""
        return format_currency(self.amount, self.currency, locale=locale.replace("-", "_"))


def is_currency(code: str) -> bool:
    """Whether CLDR knows the code as a currency."""
    return len(code) == 3 and code in get_global("all_currencies")


def parse_amount(text: str, decimal_separator: str = ".") -> Decimal:
    """Read an amount written with one declared decimal separator; grouping only in threes.

    Raises ValueError for anything ambiguous or malformed: `1.234` with `,` as separator is 1234,
    `12.34` with `,` as separator is refused rather than guessed.
    """
    group = "," if decimal_separator == "." else "."
    bare = text.strip().replace("\N{NO-BREAK SPACE}", "").replace("\N{NARROW NO-BREAK SPACE}", "").replace(" ", "").replace("'", "")
    whole, _, fraction = bare.partition(decimal_separator)
    sign = "-" if whole.startswith("-") else ""
    groups = whole.lstrip("+-").split(group)
    grouped_well = len(groups) == 1 or (0 < len(groups[0]) <= 3 and all(len(part) == 3 for part in groups[1:]))
    digits = "".join(groups)
    if not grouped_well or not (digits or fraction) or not (digits + fraction).isascii():
        raise ValueError(text)
    try:
        amount = Decimal(f"{sign}{digits or '0'}.{fraction or '0'}")
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not (digits + fraction).isdigit() or len(fraction) > 4 or abs(amount) > MAX_AMOUNT:
        raise ValueError(text)
    return amount
