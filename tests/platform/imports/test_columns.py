"""What a column proves, and what it leaves open."""

import pytest

from assetry.platform.imports.columns import date_order, decimal_separator, describe_column


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["1/2/23", "1/23/23"], "mdy"),
        (["1/2/23", "23/1/23"], "dmy"),
        (["2023/1/2"], "ymd"),
        (["1/2/23", "3/4/23"], None),
        (["1/23/23", "23/1/23"], None),
        (["2024-01-31", "1 Feb 2024"], None),
        (["2024-01-31", "13.1.2024"], "dmy"),
        (["soon", "1/23/23"], "mdy"),
        ([], None),
    ],
)
def test_one_value_proves_the_order_of_all(values: list[str], order: str | None) -> None:
    assert date_order(values) == order


@pytest.mark.parametrize(
    ("values", "separator"),
    [
        (["1,249.00"], "."), (["1.249,00"], ","), (["12,5", "1.234"], ","), (["12.50 €"], "."), (["1.234.567"], ","),
        (["100,50 kr."], ","), (["1.234 kr."], None),
        (["15", "7"], "."), (["1.234"], None), (["1,5", "1.5"], None), ([], "."),
    ],
)  # fmt: skip
def test_one_amount_proves_the_separator_of_all(values: list[str], separator: str | None) -> None:
    assert decimal_separator(values) == separator


def test_samples_differ_and_the_fill_is_a_share() -> None:
    facts = describe_column(["a", "a", " ", "b", "", "c", "d"])
    assert facts.samples == ("a", "b", "c")
    assert facts.filled == pytest.approx(5 / 7)
