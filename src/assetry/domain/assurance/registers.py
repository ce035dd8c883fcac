"""The registers that standards and regulators ask for: which things, which columns, which of them may not be empty.

Each column is a described field, so a register is a list like any other: scoped, filtered, taken away as a file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import NotFound, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterColumn:
    """One column. The first of `fields` that has a value gives it; a `required` one may not be empty.

    `code` is the column of the template that it stands for, `why` what asks for it.
    """

    label: Text
    fields: Sequence[str]
    code: str = ""
    required: bool = False

    @property
    def header(self) -> str:
        """The word of the file's first line."""
        return f"{self.code} {self.label}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The rows of an entity under a filter, as `source` (the standard, with its date) wants to see them."""

    code: str
    title: Text
    about: Text
    source: str
    entity: str
    filter: str
    columns: Sequence[RegisterColumn]


def _column(label: Text, *fields: str, code: str = "", required: bool = False) -> RegisterColumn:
    return RegisterColumn(label=label, fields=fields, code=code, required=required)


_DORA: Final = "Implementing Regulation (EU) 2024/2956, 2024-11-29, annex I"
_OWNERS: Final = ("owner_person", "owner_department")

INVENTORY: Final = Register(
    code="inventory",
    title=_("Inventory of information and other assets"),
    about=_("Every asset in its life, with who answers for it and how it is classified."),
    source="ISO/IEC 27001:2022, A.5.9 and A.5.12",
    entity="asset",
    filter='state ne "disposed"',
    columns=(
        _column(_("Tag"), "asset_tag"),
        _column(_("Name"), "name", "model", required=True),
        _column(_("Kind"), "kind", required=True),
        _column(_("Category"), "category"),
        _column(_("Owner"), *_OWNERS, required=True),
        _column(_("Classification"), "classification", required=True),
        _column(_("Criticality"), "criticality"),
        _column(_("Status"), "status", required=True),
        _column(_("Location"), "location"),
        _column(_("Company"), "company", required=True),
    ),
)
SERVICES: Final = Register(
    code="third-party-services",
    title=_("Services run by third parties"),
    about=_("Systems that somebody else runs, with what is asked of them and how hard they are to replace."),
    source=f"{_DORA}, B_05.01, B_06.01, B_07.01",
    entity="asset",
    filter='is_third_party eq "true" and state ne "disposed"',
    columns=(
        _column(_("Function"), "name", code="B_06.01.0030", required=True),
        _column(_("Provider"), "supplier", code="B_05.01", required=True),
        _column(_("Answers for it"), *_OWNERS, required=True),
        _column(_("Criticality"), "criticality", code="B_06.01.0050", required=True),
        _column(_("Recovery time in minutes"), "recovery_time_objective", code="B_06.01.0080", required=True),
        _column(
            _("Recovery point in minutes"), "recovery_point_objective", code="B_06.01.0090", required=True
        ),
        _column(_("Country of the provider"), "country_of_provider", code="B_02.02.0130", required=True),
        _column(_("Country of the data"), "country_at_rest", code="B_02.02.0150", required=True),
        _column(_("Sensitiveness of the data"), "classification", code="B_02.02.0170", required=True),
        _column(_("Replacement"), "substitutability", code="B_07.01.0050", required=True),
    ),
)
ARRANGEMENTS: Final = Register(
    code="arrangements",
    title=_("Contractual arrangements"),
    about=_("Contracts with suppliers: terms, notice, law and yearly cost."),
    source=f"{_DORA}, B_02.01, B_02.02",
    entity="contract",
    filter="terminated_on empty",
    columns=(
        _column(_("Reference number"), "number", code="B_02.01.0010", required=True),
        _column(_("Name"), "name"),
        _column(_("Type"), "type", code="B_02.01.0020", required=True),
        _column(_("Follows"), "predecessor", code="B_02.01.0030"),
        _column(_("Currency"), "value_currency", code="B_02.01.0040", required=True),
        _column(_("Cost"), "value_amount", code="B_02.01.0050", required=True),
        _column(_("Used by"), "company", code="B_02.02.0020", required=True),
        _column(_("Provider"), "supplier", code="B_02.02.0030", required=True),
        _column(_("Start"), "starts_on", code="B_02.02.0070", required=True),
        _column(_("End"), "ends_on", code="B_02.02.0080"),
        _column(_("Our notice period"), "notice_count", code="B_02.02.0100", required=True),
        _column(_("Counted in"), "notice_unit"),
        _column(_("Provider's notice period"), "supplier_notice_count", code="B_02.02.0110", required=True),
        _column(_("Provider's counted in"), "supplier_notice_unit"),
        _column(_("Governing law"), "governing_law", code="B_02.02.0120", required=True),
    ),
)
REGISTERS: Final = {one.code: one for one in (INVENTORY, SERVICES, ARRANGEMENTS)}


def register_named(code: str) -> Register:
    """The register of that code. Raises NotFound."""
    try:
        return REGISTERS[code]
    except KeyError:
        raise NotFound from None
