"""What cells become, and which cells are refused."""

from datetime import date
from decimal import Decimal

import pytest

from assetry.domain.assets.models import Asset
from assetry.domain.organization.models import Company
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.domain.assets.imports.importing import ALL, check, load, table
from tests.factories import make_asset

pytestmark = pytest.mark.django_db


def reasons(cast: Cast, header: str, *cells: str, **options: object) -> list[str]:
    """Why the first row is refused, for a column with these cells."""
    rows = [f'A-{place},Laptop,"{cell}"' for place, cell in enumerate(cells)]
    plan = check(cast.actor("asset_manager"), table(f"Tag,Category,{header}", *rows), create=ALL, **options)
    return plan.rows[0].reasons


@pytest.mark.parametrize(
    ("header", "cell", "words"),
    [
        ("Purchase Date", "31.02.2024", "“31.02.2024” is no date."),
        ("Purchase Date", "1/2/24", "“1/2/24”: say whether day or month comes first in dates."),
        ("Purchase Cost", "12.345", "“12.345”: say whether a comma or a point stands before the decimals."),
        ("Purchase Cost", "twelve", "“twelve” is no amount."),
        ("Purchase Cost", "-5", "Cost: Give a number from 0 to 9999999999, with at most 4 decimals."),
        ("Purchase Cost", "$ 5.00", "“$” is the sign of several currencies. Write a code such as USD."),
        ("Currency", "Dollars", "“Dollars” is no currency. Write a code such as EUR."),
        ("Purchase Date", "36", "“36” is no date."),
        ("Purchase Cost", "100 XYZ", "“100 XYZ” is no amount."),
        ("Purchase Cost", "$100 EUR", "“$100 EUR” is no amount."),
        ("Purchase Cost", "kr 5,00", "“kr” is the sign of several currencies. Write a code such as USD."),
        ("Warranty", "two years", "“two years” is no number of months."),
        ("Criticality", "extreme", "Criticality: “extreme” is none of Low, Normal, High, Critical."),
        ("Serial", "x" * 532, "Serial: Shorten this to 120 characters; it has 532."),
        ("Hardware UUID", "123", "Hardware UUID: Give a UUID: 32 hexadecimal digits."),
        ("Owner", "nobody", "Nobody has the user name, e-mail address or name “nobody”."),
        ("Cost center", "4711", "Cost center “4711” was not found."),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_used_is_named_with_what_to_do(
    cast: Cast, header: str, cell: str, words: str
) -> None:
    assert reasons(cast, header, cell, "31.12.2023" if header == "Purchase Date" and "." in cell else "") == [
        words
    ]


def test_the_order_of_dates_is_proved_by_one_value_of_the_column(cast: Cast) -> None:
    load(
        cast.actor("asset_manager"),
        table("Tag,Category,Purchase Date", "A-1,L,1/2/24", "A-2,L,1/23/24"),
        create=ALL,
    )
    assert Asset.objects.values_list("purchased_on", flat=True).get(asset_tag="A-1") == date(2024, 1, 2)


def test_the_order_of_dates_can_be_said(cast: Cast) -> None:
    load(
        cast.actor("asset_manager"),
        table("Tag,Category,Purchase Date", "A-1,L,1/2/24"),
        create=ALL,
        dates="dmy",
    )
    assert Asset.objects.values_list("purchased_on", flat=True).get() == date(2024, 2, 1)


@pytest.mark.parametrize(
    ("cell", "amount", "currency"),
    [
        ("1.420,50", "1420.50", "EUR"), ("99,00 €", "99", "EUR"), ("USD 1.000,00", "1000", "USD"),
        ("£5,00", "5", "GBP"), ("1’234,50 CHF", "1234.50", "CHF"), ("1'234,50 Fr.", "1234.50", "CHF"),
        ("CLP 2.500.000", "2500000", "CLP"), ("100 usd", "100", "USD"), ("US$ 1.637,05", "1637.05", "USD"),
        ("$ 1.637,05 ARS", "1637.05", "ARS"), ("R$ 99,90", "99.90", "BRL"), ("1 234,56 zł", "1234.56", "PLN"),
        ("12", "12", "EUR"),
    ],
)  # fmt: skip
def test_amounts_are_read_with_their_currency(cast: Cast, cell: str, amount: str, currency: str) -> None:
    load(cast.actor("asset_manager"), table("Tag;Category;Cost", f"A-1;L;{cell}", "A-2;L;0,10"), create=ALL)
    found = Asset.objects.values_list("cost_amount", "cost_currency").get(asset_tag="A-1")
    assert found == (Decimal(amount), currency)


def test_a_dollar_sign_is_the_companys_dollar(cast: Cast) -> None:
    with signed("test"):
        Company.objects.filter(pk=cast.company.pk).update(currency="CAD")
    load(cast.actor("asset_manager"), table("Tag,Category,Cost", "A-1,L,$5.00"), create=ALL)
    assert Asset.objects.values_list("cost_currency", flat=True).get() == "CAD"


def test_months_of_warranty_are_clamped_to_the_end_of_a_month(cast: Cast) -> None:
    content = table("Tag,Category,Purchase Date,Warranty", "A-1,L,2024-01-31,1", "A-2,L,,12")
    plan = load(cast.actor("asset_manager"), content, create=ALL)
    days = dict(Asset.objects.values_list("asset_tag", "hardware__warranty_ends_on"))
    assert days == {"A-1": date(2024, 2, 29), "A-2": None}
    assert plan.rows[1].warnings == ["Months of warranty need the day of the purchase; they are left out."]


@pytest.mark.parametrize(
    ("cell", "day"),
    [("36.0", date(2027, 1, 31)), ("3 years", date(2027, 1, 31)), ("1 month", date(2024, 2, 29))],
)
def test_warranties_are_written_in_months_or_years(cast: Cast, cell: str, day: date) -> None:
    content = table("Tag,Category,Purchase Date,Warranty", f"A-1,L,2024-01-31,{cell}")
    load(cast.actor("asset_manager"), content, create=ALL)
    assert Asset.objects.values_list("hardware__warranty_ends_on", flat=True).get() == day


def test_a_warranty_ends_on_a_day_that_an_export_can_bring_back(cast: Cast) -> None:
    content = table("Tag,Category,Purchase Date,Warranty", "A-1,L,2199-01-31,1200")
    plan = load(cast.actor("asset_manager"), content, create=ALL)
    assert Asset.objects.values_list("hardware__warranty_ends_on", flat=True).get() is None
    assert plan.rows[0].warnings == ["The warranty would end after 2200; it is left out."]


def test_months_of_warranty_use_the_purchase_that_is_known(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1", purchased_on=date(2024, 1, 31))
    load(cast.actor("asset_manager"), table("Tag,Warranty", "A-1,1"))
    assert Asset.objects.values_list("hardware__warranty_ends_on", flat=True).get() == date(2024, 2, 29)


def test_a_row_with_another_number_of_cells_is_refused_and_never_shifted(cast: Cast) -> None:
    plan = check(cast.actor("asset_manager"), table("Tag,Name,Category", "A-1,L", "A-2,x,L"), create=ALL)
    assert [row.action.value for row in plan.rows] == ["refuse", "create"]
    assert plan.rows[0].reasons == ["The row has 2 cells for 3 columns."]


def test_every_reason_of_a_row_is_given(cast: Cast) -> None:
    plan = check(cast.actor("asset_manager"), table("Tag,Category,Cost,Warranty", "A-1,L,x,y"), create=ALL)
    assert len(plan.rows[0].reasons) == 2


def test_other_kinds_have_their_own_fields(cast: Cast) -> None:
    content = table("Name,Category,Plan,Billing period,Ends on", "Figma,Design,Team,Yearly,2027-03-01")
    load(cast.actor("asset_manager"), content, kind="subscription", create=ALL)
    found = Asset.objects.values_list(
        "status__name", "subscription__plan", "subscription__billing_period", "ends_on"
    ).get()
    assert found == ("Active", "Team", "year", date(2027, 3, 1))
