"""What an asset's values mean together: what follows from what, and what contradicts itself."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.asset_models import Asset
from assetry.domain.catalog.models import AssetKind
from assetry.domain.organization.models import Company
from assetry.kernel.money import Money, is_currency
from assetry.kernel.refusals import InvalidInput, Text
from assetry.kernel.text import name_sort, serial_key
from assetry.kernel.values import finer_than_currency

_COLUMNS = {column.name: column for column in Asset._meta.concrete_fields}


def complete_new(cleaned: dict[str, Any], company: Company) -> None:
    """Category and manufacturer from the model, currency from the company."""
    fill_in_defaults(cleaned)
    model = cleaned.get("model")
    if model is not None:
        cleaned["manufacturer"] = model.manufacturer
        cleaned["category"] = cleaned.get("category") or model.category
    if cleaned.get("cost_amount") is not None and not cleaned.get("cost_currency"):
        cleaned["cost_currency"] = company.currency


def complete_changes(cleaned: dict[str, Any], asset: Asset) -> dict[str, Any]:
    """Only what differs, with what follows from it: the model's manufacturer, the company's currency."""
    fill_in_defaults(cleaned)
    changes = {name: value for name, value in cleaned.items() if differs(asset, name, value)}
    model = changes.get("model", asset.model)
    if model is not None and changes.keys() & {"model", "manufacturer"}:
        changes["manufacturer"] = model.manufacturer
    amount = changes.get("cost_amount", asset.cost_amount)
    if amount is not None and not changes.get("cost_currency", asset.cost_currency):
        changes["cost_currency"] = asset.company.currency
    return changes


def differs(asset: Asset, name: str, value: Any) -> bool:
    """Whether the asset, or its facet, has another value; of a reference the key counts, so nothing is fetched."""
    return bool(_stored(asset, name) != _key(value))


def check_together(values: Mapping[str, Any], kind: AssetKind, asset: Asset | None = None) -> None:
    """Raise InvalidInput for values that do not fit each other; what an asset has already counts with them."""
    errors: dict[str, Text] = {}
    category, model = values.get("category"), values.get("model")
    if "category" in values and (category is None or category.kind_id != kind.pk):
        errors["category"] = _("Choose a category of the asset's kind.")
    if model is not None and model.category.kind_id != kind.pk:
        errors["model"] = _("Choose a model of the asset's kind.")
    owners = {name: _value(values, asset, name) for name in ("owner_person", "owner_department")}
    if all(owners.values()) and owners.keys() & values.keys():
        errors[next(name for name in reversed(owners) if name in values)] = _(
            "An asset has one owner, a person or a department. Clear the other one."
        )
    currency = values.get("cost_currency")
    if currency and not is_currency(currency):
        errors["cost_currency"] = _("Give a currency as three letters, such as EUR.")
    elif reason := _finer_cost(values, asset):
        errors["cost_amount"] = reason
    if errors:
        raise InvalidInput(errors)


def _finer_cost(values: Mapping[str, Any], asset: Asset | None) -> Text | None:
    """Why a cost that changes has more decimals than its currency."""
    if not values.keys() & {"cost_amount", "cost_currency"}:
        return None
    cost, currency = _value(values, asset, "cost_amount"), _value(values, asset, "cost_currency")
    return finer_than_currency(Money(cost, currency)) if cost is not None and currency else None


def split(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns of the asset, and columns of its facet by their own names."""
    columns = {name: value for name, value in values.items() if name in _COLUMNS}
    return columns, {name: value for name, value in values.items() if name not in _COLUMNS}


def derived(columns: Mapping[str, Any], asset: Asset) -> dict[str, Any]:
    """The columns that follow from others: sort key of the name (the model's where it has none), serial key."""
    follows: dict[str, Any] = {}
    if columns.keys() & {"name", "model"}:
        model = columns.get("model", asset.model)
        follows["name_sort"] = name_sort(columns.get("name", asset.name) or (model.name if model else ""))
    if "serial_number" in columns:
        follows["serial_key"] = serial_key(columns["serial_number"] or "")
    return follows


def fill_in_defaults(cleaned: dict[str, Any]) -> None:
    """An empty choice is the usual one."""
    for name in cleaned.keys() & {"criticality", "ownership"}:
        cleaned[name] = cleaned[name] or _COLUMNS[name].get_default()


def _value(values: Mapping[str, Any], asset: Asset | None, name: str) -> Any:
    return values[name] if name in values else _stored(asset, name) if asset is not None else None


def _stored(asset: Asset, name: str) -> Any:
    """What the asset or its facet has; of a reference the key, so that nothing is fetched to compare."""
    column = _COLUMNS.get(name)
    return (
        getattr(asset, column.attname) if column is not None else getattr(getattr(asset, asset.facet), name)
    )


def _key(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value
