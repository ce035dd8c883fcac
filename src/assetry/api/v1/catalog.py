"""Kinds, categories, manufacturers, models: what all companies share."""

from typing import Any

from ninja import Router

from assetry.api.v1.resources import Resource, add_routes
from assetry.domain.assets.operations import create_kind
from assetry.domain.catalog import operations as do
from assetry.domain.catalog import release_operations as releases
from assetry.domain.catalog.events import CatalogPermission as P

router = Router()


def _edit_kind(row: Any, **rest: Any) -> None:
    do.edit_kind(kind=row, **rest)


def _edit_category(row: Any, **rest: Any) -> None:
    do.edit_category(category=row, **rest)


def _edit_manufacturer(row: Any, **rest: Any) -> None:
    do.edit_manufacturer(manufacturer=row, **rest)


def _edit_model(row: Any, **rest: Any) -> None:
    do.edit_asset_model(model=row, **rest)


def _edit_product(row: Any, **rest: Any) -> None:
    releases.edit_product(released_product=row, **rest)


def _edit_release(row: Any, **rest: Any) -> None:
    releases.edit_release(release=row, **rest)


RESOURCES = (
    Resource(
        path="kinds", entity="kind", view=P.VIEW, manage=P.MANAGE, create=create_kind, edit=_edit_kind
    ),
    Resource(
        path="categories", entity="category", view=P.VIEW, manage=P.MANAGE,
        create=do.create_category, edit=_edit_category,
    ),
    Resource(
        path="manufacturers", entity="manufacturer", view=P.VIEW, manage=P.MANAGE,
        create=do.create_manufacturer, edit=_edit_manufacturer,
    ),
    Resource(
        path="models", entity="model", view=P.VIEW, manage=P.MANAGE,
        create=do.create_asset_model, edit=_edit_model,
    ),
    Resource(
        path="released-products", entity="released_product", view=P.VIEW, manage=P.MANAGE,
        create=releases.create_product, edit=_edit_product,
    ),
    Resource(
        path="releases", entity="release", view=P.VIEW, manage=P.MANAGE,
        create=releases.create_release, edit=_edit_release,
    ),
)  # fmt: skip

for resource in RESOURCES:
    add_routes(router, resource)
