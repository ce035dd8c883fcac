"""Reads of the catalog, which all companies share."""

from assetry.domain.catalog.models import (
    AssetKind,
    AssetModel,
    AssetModelPicture,
    Category,
    Manufacturer,
    Release,
    ReleasedProduct,
)
from assetry.kernel.refusals import NotFound
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor


def get_kind_for(actor: Actor, public_id: str) -> AssetKind:
    """The kind of that public id, or of that code, by which everybody's addresses name it; raises NotFound."""
    kind = AssetKind.objects.as_words().filter(code=public_id).first() if public_id.isprintable() else None
    found: AssetKind = kind or row_of(AssetKind.objects.visible_to(actor), public_id)
    return found


def list_kinds(actor: Actor) -> list[AssetKind]:
    """Every kind, in the order of the navigation, as words for whoever is signed in."""
    return list(AssetKind.objects.as_words().order_by("position", "id"))


def get_category_for(actor: Actor, public_id: str) -> Category:
    """The category of that public id; raises NotFound."""
    found: Category = row_of(Category.objects.visible_to(actor).select_related("kind"), public_id)
    return found


def only_category_of(actor: Actor, kind: AssetKind) -> Category | None:
    """The category of a kind of the organization's own while it has no other: nobody need choose it."""
    rows = Category.objects.visible_to(actor).filter(kind=kind, kind__is_built_in=False, is_archived=False)
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def get_manufacturer_for(actor: Actor, public_id: str) -> Manufacturer:
    """The manufacturer of that public id; raises NotFound."""
    found: Manufacturer = row_of(Manufacturer.objects.visible_to(actor), public_id)
    return found


def get_asset_model_for(actor: Actor, public_id: str) -> AssetModel:
    """The model of that public id; raises NotFound."""
    found: AssetModel = row_of(
        AssetModel.objects.visible_to(actor).select_related("manufacturer", "category__kind"), public_id
    )
    return found


def get_released_product_for(actor: Actor, public_id: str) -> ReleasedProduct:
    """The product of that public id; raises NotFound."""
    found: ReleasedProduct = row_of(ReleasedProduct.objects.visible_to(actor), public_id)
    return found


def get_release_for(actor: Actor, public_id: str) -> Release:
    """The release of that public id; raises NotFound."""
    found: Release = row_of(Release.objects.visible_to(actor).select_related("product"), public_id)
    return found


def list_releases_of(actor: Actor, product: ReleasedProduct) -> list[Release]:
    """The releases of a product, the newest first."""
    return list(
        Release.objects.visible_to(actor).filter(product=product).order_by("-released_on", "-name_sort")
    )


def find_picture(model: AssetModel) -> tuple[str, int, int] | None:
    """Hash, width and height of a model's picture, without the picture itself."""
    known = AssetModelPicture.objects.filter(model=model).values_list("sha256", "width", "height")
    return known.first()


def get_picture_of(model: AssetModel) -> AssetModelPicture:
    """The picture of a model that the caller may see; raises NotFound."""
    found: AssetModelPicture | None = AssetModelPicture.objects.filter(model=model).first()
    if found is None:
        raise NotFound
    return found
