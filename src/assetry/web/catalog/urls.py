"""Routes of the catalog."""

from django.urls import URLPattern, path

from assetry.web.catalog.defaults import defaults
from assetry.web.catalog.kinds import KINDS
from assetry.web.catalog.models import MODELS
from assetry.web.catalog.moves import move, moves
from assetry.web.catalog.pictures import edit_picture, picture, remove_picture
from assetry.web.catalog.plain import CATEGORIES, MANUFACTURERS
from assetry.web.catalog.releases import PRODUCTS, RELEASES, load
from assetry.web.catalog.status_moves import moves_from
from assetry.web.catalog.statuses import new_status, status, statuses
from assetry.web.catalog.tag_page import remove_tag_scheme, tag_scheme
from assetry.web.catalog.tags import edit_tag_scheme, new_tag_scheme, next_tag, tag_schemes
from assetry.web.kit.records import record_urls

RECORDS = (MODELS, CATEGORIES, MANUFACTURERS, KINDS, PRODUCTS, RELEASES)

urlpatterns: list[URLPattern] = [
    path("models/<str:public_id>/picture", edit_picture, name="model_picture"),
    path("models/<str:public_id>/picture/remove", remove_picture, name="model_picture_remove"),
    path("models/<str:public_id>/picture/<str:sha256>.webp", picture, name="model_picture_file"),
    path("settings/releases/load", load, name="releases_load"),
    path("settings/statuses", statuses, name="statuses"),
    path("settings/statuses/new", new_status, name="status_create"),
    path("settings/statuses/<str:public_id>", status, name="status"),
    path("settings/kinds/<str:public_id>/moves", moves, name="kind_moves"),
    path("settings/kinds/<str:public_id>/moves/<str:source>", moves_from, name="kind_moves_from"),
    path("settings/kinds/<str:public_id>/moves/<str:source>/<str:target>", move, name="kind_move"),
    path("settings/kinds/<str:public_id>/defaults", defaults, name="kind_defaults"),
    path("settings/tag-schemes", tag_schemes, name="tag_schemes"),
    path("settings/tag-schemes/new", new_tag_scheme, name="tag_scheme_create"),
    path("settings/tag-schemes/next", next_tag, name="next_tag"),
    path("settings/tag-schemes/<str:public_id>", tag_scheme, name="tag_scheme"),
    path("settings/tag-schemes/<str:public_id>/edit", edit_tag_scheme, name="tag_scheme_edit"),
    path("settings/tag-schemes/<str:public_id>/delete", remove_tag_scheme, name="tag_scheme_delete"),
    *(route for records in RECORDS for route in record_urls(records)),
]
