"""What custom fields register for generic code."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.registry import Entity, register_entity
from assetry.platform.custom_fields import queries
from assetry.platform.custom_fields.fields import DEFINITION_FIELDS, FIXED_FIELDS
from assetry.platform.custom_fields.queries import MANAGE


def register() -> None:
    """Register the definitions."""
    register_entity(
        Entity(
            name="custom_field",
            label=_("Custom field"),
            label_plural=_("Custom fields"),
            icon="text-cursor-input",
            table="custom_fields_customfielddefinition",
            fields=(*FIXED_FIELDS, *DEFINITION_FIELDS),
            visible_to=queries.definitions_visible_to,
            get_for=queries.get_custom_field_for,
            view_permission=MANAGE,
            title=str,
            label_columns=("label",),
            url_name="custom_field",
        )
    )
