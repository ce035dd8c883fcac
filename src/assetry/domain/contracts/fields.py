"""The fields of contracts, described once."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.contracts.models import Billing, ContractType, EndReason, Indexation, NoticeUnit
from assetry.domain.organization.fields import COMPANY, NAME, NOTE
from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.refusals import Text


def choices_of(enum: Any) -> tuple[Choice, ...]:
    """The choices of a Django enumeration."""
    return tuple(Choice(value, label) for value, label in enum.choices)


def _field(name: str, label: Text, kind: FieldType, **options: Any) -> Field:
    return Field(name=name, label=label, type=kind, edited_by="edit", **options)


def _choice(name: str, label: Text, enum: Any, **options: Any) -> Field:
    return _field(name, label, FieldType.CHOICE, choices=choices_of(enum), **options)


def _reference(name: str, label: Text, to: str, **options: Any) -> Field:
    return _field(name, label, FieldType.REFERENCE, reference=to, **options)


def _number(name: str, label: Text, **options: Any) -> Field:
    return _field(name, label, FieldType.NUMBER, **{"decimals": 0, "largest": 9999, **options})


WHAT = (
    replace(NAME, parts=()),
    _choice("type", _("Type"), ContractType, required=True, default_column=True),
    _field("number", _("Number"), FieldType.CODE, max_length=80, default_column=True),
    COMPANY,
    _reference("supplier", _("Supplier"), "supplier", default_column=True),
    _reference("manufacturer", _("Maker"), "manufacturer", help=_("Whose products it is about")),
    _field("contacts", _("Contacts"), FieldType.LONG_TEXT, max_length=2000, filterable=False),
    _reference("owner", _("Owner"), "person", default_column=True, help=_("Who decides about it")),
    _reference("predecessor", _("Follows"), "contract", help=_("The contract of the term before")),
)
TERM = (
    _field("starts_on", _("Starts on"), FieldType.DATE, required=True),
    _field(
        "ends_on",
        _("Ends on"),
        FieldType.DATE,
        sort="ends_on",
        default_column=True,
        help=_("The last day. Empty: it runs until notice is given"),
    ),
    _number("notice_count", _("Our notice period")),
    _choice("notice_unit", _("Counted in"), NoticeUnit),
    _number("supplier_notice_count", _("Supplier's notice period")),
    _choice("supplier_notice_unit", _("Supplier's counted in"), NoticeUnit),
    _field("auto_renews", _("Renews itself"), FieldType.YES_NO, help=_("Unless notice is given")),
    _number("renewal_months", _("Renews for months"), smallest=1, largest=1200),
    Field(
        name="is_renewed", label=_("Renewed"), type=FieldType.YES_NO, help=_("Another contract follows it")
    ),
    Field(name="notice_on", label=_("Last day of notice"), type=FieldType.DATE),
    Field(name="decide_by", label=_("Decide by"), type=FieldType.DATE, sort="decide_by", default_column=True),
)
MONEY = (
    _field(
        "value_amount",
        _("Value"),
        FieldType.MONEY,
        currency_path="value_currency",
        default_column=True,
        help=_("Of the whole term; without an end, of twelve months"),
    ),
    _field("value_currency", _("Currency"), FieldType.CODE, max_length=3),
    _choice("billing", _("Paid"), Billing),
    _reference("cost_center", _("Cost center"), "cost_center"),
    _choice("indexation", _("Price changes"), Indexation),
    _number("index_percent", _("Percent a term"), smallest=-100, largest=1000, decimals=4),
    _field(
        "index_name", _("Index"), FieldType.TEXT, max_length=100, help=_("Such as: consumer prices + 1 %")
    ),
)
END = (
    _field("governing_law", _("Governing law"), FieldType.TEXT, max_length=100),
    _field("terminated_on", _("Ended on"), FieldType.DATE, help=_("The last day, where notice was given")),
    _choice("end_reason", _("Why it ended"), EndReason),
    _field("end_note", _("About its end"), FieldType.LONG_TEXT, max_length=2000, filterable=False),
)
CONTRACT_FIELDS: tuple[Field, ...] = (*WHAT, *TERM, *MONEY, *END, NOTE)
