"""The custom fields app."""

from django.apps import AppConfig


class CustomFieldsConfig(AppConfig):
    """Tells the registry of the fields that the organization defines."""

    name = "assetry.platform.custom_fields"
    label = "custom_fields"

    def ready(self) -> None:
        """Give entities their custom fields, and generic code the definitions themselves."""
        from assetry.kernel.registry import read_custom_fields_from
        from assetry.platform.custom_fields import doctor
        from assetry.platform.custom_fields.definitions import fields_in_use
        from assetry.platform.custom_fields.entities import register

        read_custom_fields_from(fields_in_use)
        register()
        doctor.register()
