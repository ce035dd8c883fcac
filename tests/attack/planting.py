"""Fills every text column of a register with what an attacker types, past every form: what shows it must hold alone."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Value
from django.db.models.functions import Cast as AsText
from django.db.models.functions import Concat, Left

from assetry.platform.attachments.models import Attachment
from assetry.platform.audit.signed import signed
from assetry.platform.custom_fields.models import CustomFieldDefinition
from assetry.platform.custom_fields.operations import ChoiceInput, create_custom_field
from tests.cast import NOW, Cast
from tests.platform.attachments.files import attach
from tests.platform.custom_fields.fields import ready

# Words of the program itself, which nobody types: codes that are looked up, names of icons, digests, keys.
OURS = {
    "public_id", "entity", "object_table", "operation", "permission", "required_fields", "facet", "icon", "key",
    "sha256", "media_type", "stage", "shown", "phase", "zone", "time_zone", "locale", "language", "currency", "country",
    "cost_currency", "password", "token_hash", "key_hash", "data", "type", "kind", "fingerprint",
}  # fmt: skip
CODES = {
    "AssetKind.code",
    "Role.code",
    "CustomFieldDefinition.code",
    "SearchDocument.text",
    "TagCounter.prefix",
}
# What addresses a link: the payload begins it, so that it could name the scheme.
ADDRESSES = {"website", "support_url"}
# What the database itself refuses to hold.
REFUSED: list[str] = ["Entitlement.unit_currency"]
TYPES = ("text", "long_text", "choice", "link")
CUSTOM = (
    "asset",
    "person",
    "location",
    "department",
    "company",
    "supplier",
    "model",
    "category",
    "manufacturer",
)


def text_columns(model: type[models.Model]) -> list[Any]:
    """The columns of a model that hold what somebody typed."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name not in OURS
        and f"{model.__name__}.{field.name}" not in CODES
    ]


def typed_models() -> Iterator[type[models.Model]]:
    """Every model of the application with such a column."""
    for model in apps.get_models():
        if model.__module__.startswith("assetry.") and text_columns(model):
            yield model


def add_custom_fields(cast: Cast, text: str) -> None:
    """Fields, whose words are the text too, on everything that can have them."""
    actor = cast.actor("administrator")
    for entity in CUSTOM:
        for type_ in TYPES:
            choices = [ChoiceInput(label=text[:80]), ChoiceInput(label="b")] if type_ == "choice" else []
            values = {"label": f"{type_} {text}"[:100], "type": type_, "help": text[:200], "is_column": True}
            made = create_custom_field(
                actor=actor, entity=entity, kind="", values=values, choices=choices, at=NOW
            )
            ready(made)


def add_file(cast: Cast, row: Any, text: str) -> Attachment:
    """An attachment, whose name the planting changes."""
    return attach(cast.actor("technician"), row, name=f"{text[:60]}.pdf")


def plant(text: str) -> list[str]:
    """The text in every column of every row, after its number where that must be unique; returns what refused it."""
    refused: list[str] = []
    with signed("test:planting"):
        for model in typed_models():
            for field in text_columns(model):
                refused += _plant(model, field, text)
        for model in (one for one in typed_models() if hasattr(one, "custom")):
            _plant_custom(model, text)
    return refused


def _plant(model: type[models.Model], field: Any, text: str) -> list[str]:
    numbered = Concat(AsText("pk", models.TextField()), Value(text), output_field=models.TextField())
    value = Value(text) if field.name in ADDRESSES else Left(numbered, field.max_length or 500)
    try:
        with transaction.atomic():
            model._base_manager.update(**{field.name: value})
    except IntegrityError:
        return [f"{model.__name__}.{field.name}"]
    return []


def _plant_custom(model: type[models.Model], text: str) -> None:
    entity = {"assetmodel": "model", "costcenter": "cost_center"}.get(
        model._meta.model_name or "", model._meta.model_name
    )
    fields = CustomFieldDefinition.objects.filter(
        entity=entity, type__in=("text", "long_text", "link", "choice")
    )
    values = {field.code: text for field in fields}
    if values:
        model._base_manager.update(custom=values)
