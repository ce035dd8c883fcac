"""Routes of the register."""

from django.urls import path

from assetry.web.assets import edit_views, views

urlpatterns = [
    path("assets", views.assets, name="assets"),
    path("assets/kind/<slug:kind>", views.assets, name="assets_of_kind"),
    path("assets/new/<slug:kind>", edit_views.create, name="asset_create"),
    path("assets/<str:public_id>", views.asset, name="asset"),
    path("assets/<str:public_id>/timeline", views.asset, {"section": "timeline"}, name="asset_timeline"),
    path("assets/<str:public_id>/custody", views.asset, {"section": "custody"}, name="asset_custody"),
    path("assets/<str:public_id>/relations", views.asset, {"section": "relations"}, name="asset_relations"),
    path("assets/<str:public_id>/edit", edit_views.edit, name="asset_edit"),
    path("assets/<str:public_id>/identifiers", edit_views.identifiers, name="asset_identifiers"),
]
