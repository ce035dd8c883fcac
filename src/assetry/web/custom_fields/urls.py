"""Routes of custom fields."""

from django.urls import URLPattern, path

from assetry.web.custom_fields.choices import choices
from assetry.web.custom_fields.forms import edit_field, new_field
from assetry.web.custom_fields.pages import custom_field, custom_fields, rebuild, restore, retire

_ONE = "settings/custom-fields/<str:public_id>"
urlpatterns: list[URLPattern] = [
    path("settings/custom-fields", custom_fields, name="custom_fields"),
    path("settings/custom-fields/new", new_field, name="custom_field_create"),
    path(_ONE, custom_field, name="custom_field"),
    path(f"{_ONE}/edit", edit_field, name="custom_field_edit"),
    path(f"{_ONE}/choices", choices, name="custom_field_choices"),
    path(f"{_ONE}/retire", retire, name="custom_field_retire"),
    path(f"{_ONE}/restore", restore, name="custom_field_restore"),
    path(f"{_ONE}/rebuild", rebuild, name="custom_field_rebuild"),
]
