"""Custom fields of the demo: three that an IT team keeps beside what Assetry comes with."""

from typing import Any

from procrastinate.contrib.django import app

from assetry.cli.support.demo.devices import Device
from assetry.cli.support.demo.identity import demo_id
from assetry.platform.custom_fields.models import CustomFieldDefinition, CustomState, CustomType
from assetry.platform.custom_fields.operations import SETTLE_TASK, renew_token
from assetry.platform.custom_fields.queries import has_values

PROFILES = {"office": "Office", "developer": "Developer", "shop_floor": "Shop floor"}
_FIELDS: tuple[dict[str, Any], ...] = (
    {
        "code": "imaging_profile",
        "kind": "hardware",
        "label": "Imaging profile",
        "type": CustomType.CHOICE,
        "help": "Which image the device was set up with",
        "choices": [{"value": value, "label": label, "retired": False} for value, label in PROFILES.items()],
    },
    {"code": "data_center_rack", "kind": "hardware", "label": "Data center rack", "type": CustomType.TEXT},
    {"code": "renewal_owner", "kind": "subscription", "label": "Renewal owner", "type": CustomType.PERSON},
)
_RACKED = frozenset({"Server", "Network"})
_IMAGED = frozenset({"Laptop", "Tablet"})


def write_custom_fields() -> None:
    """Insert the definitions, under the event that is open; the worker builds their indexes."""
    for position, plan in enumerate(_FIELDS, start=1):
        row = CustomFieldDefinition.objects.create(
            public_id=demo_id("custom_field", plan["code"]),
            entity="asset",
            is_filterable=True,
            is_sortable=plan["type"] == CustomType.TEXT,
            position=position * 10,
            state=CustomState.BUILDING,
            **plan,
        )
        _settle(row.pk)
    renew_token()


def custom_of_device(device: Device) -> dict[str, Any]:
    """What a device holds in them: laptops a profile, what stands in the data center its rack."""
    category, number = device.model.category, int("".join(filter(str.isdigit, device.tag)) or 0)
    if category in _RACKED:
        return {"data_center_rack": f"R{number % 6 + 1:02d} / U{number * 7 % 40 + 1:02d}"}
    return {"imaging_profile": list(PROFILES)[number % 7 % 3]} if category in _IMAGED else {}


def remove_custom_fields() -> list[str]:
    """Delete those definitions that no row has a value of; gives the labels of the others."""
    ids = [demo_id("custom_field", plan["code"]) for plan in _FIELDS]
    rows = list(CustomFieldDefinition.objects.filter(public_id__in=ids))
    kept = [row for row in rows if has_values(row)]
    for row in rows:
        if row not in kept:
            _settle(row.pk)
            CustomFieldDefinition.objects.filter(pk=row.pk).delete()
    renew_token()
    return sorted(row.label for row in kept)


def _settle(pk: int) -> None:
    app.configure_task(SETTLE_TASK, lock=f"custom_field:{pk}").defer(definition_id=pk)
