"""Routes of the register."""

from django.urls import path

from assetry.web.assets import (
    act_views,
    classes,
    edit_views,
    export_views,
    filling,
    impact_page,
    label_views,
    many,
    relations,
    views,
)
from assetry.web.assets.holders import holder_options
from assetry.web.assets.lists import named_list
from assetry.web.kit.named_lists import register_list
from assetry.web.kit.records import record_urls

many.register()

register_list("asset", named_list)

urlpatterns = [
    path("assets", views.assets, name="assets"),
    path("assets/kind/<slug:kind>", views.assets, name="assets_of_kind"),
    path("assets/group/<slug:group>", views.assets_of_group, name="assets_of_group"),
    path("assets/new/<slug:kind>", edit_views.create, name="asset_create"),
    path("assets/new/<slug:kind>/file", filling.fill, name="asset_create_from_file"),
    path("assets/_holders", holder_options, name="holder_options"),
    path("assets/check-out", act_views.check_out, name="assets_check_out"),
    path("assets/check-in", act_views.check_in, name="assets_check_in"),
    path("assets/transfer", act_views.transfer, name="assets_transfer"),
    path("assets/export", export_views.selected, name="assets_export"),
    path("assets/status", act_views.change_status, name="assets_change_status"),
    path("assets/labels", label_views.choose, name="labels"),
    path("assets/labels.pdf", label_views.pdf, name="labels_pdf"),
    path("assets/<str:public_id>", views.asset, name="asset"),
    path("assets/<str:public_id>/label", label_views.choose, name="asset_label"),
    path("assets/<str:public_id>/label/<slug:layout>.png", label_views.picture, name="asset_label_picture"),
    path("assets/<str:public_id>/check-out", act_views.check_out, name="asset_check_out"),
    path("assets/<str:public_id>/check-in", act_views.check_in, name="asset_check_in"),
    path("assets/<str:public_id>/transfer", act_views.transfer, name="asset_transfer"),
    path("assets/<str:public_id>/status", act_views.change_status, name="asset_change_status"),
    path("assets/<str:public_id>/timeline", views.asset, {"section": "timeline"}, name="asset_timeline"),
    path("assets/<str:public_id>/custody", views.asset, {"section": "custody"}, name="asset_custody"),
    path("assets/<str:public_id>/relations", views.asset, {"section": "relations"}, name="asset_relations"),
    path("assets/<str:public_id>/relate", relations.relate, name="asset_relate"),
    path("assets/<str:public_id>/class", classes.override, name="asset_override_class"),
    path("assets/<str:public_id>/impact", impact_page.impact, name="asset_impact"),
    path("relations/<str:public_id>/end", relations.end, name="relation_end"),
    *record_urls(relations.RELATIONS),
    path("assets/<str:public_id>/edit", edit_views.edit, name="asset_edit"),
    path("assets/<str:public_id>/identifiers", edit_views.identifiers, name="asset_identifiers"),
]
