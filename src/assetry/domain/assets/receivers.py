"""What the register does when the catalog or the organization changes, in the same transaction."""

from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.refusals import StillResponsible
from assetry.domain.assets.support import settle_support
from assetry.domain.catalog.models import AssetModel
from assetry.domain.catalog.signals import model_renamed, releases_changed
from assetry.domain.organization.models import Person
from assetry.domain.organization.signals import person_erasing


@receiver(model_renamed, dispatch_uid="assets.model_renamed")
def sort_by_the_model_s_new_name(*, model: AssetModel, **_event: Any) -> None:
    """Assets without a name of their own sort by their model's."""
    Asset.objects.filter(model=model, name="").update(name_sort=model.name_sort)


@receiver(person_erasing, dispatch_uid="assets.person_erasing")
def refuse_while_responsible(*, person: Person, **_event: Any) -> None:
    """Nobody is erased who still holds or answers for something. Raises StillResponsible."""
    count = Asset.objects.filter(Q(holder_person=person) | Q(owner_person=person)).count()
    if count:
        raise StillResponsible(name=person.name, count=count)


@receiver(releases_changed, dispatch_uid="assets.releases_changed")
def find_releases_again(**_event: Any) -> None:
    """Other releases are known: what each asset runs may be another one."""
    settle_support()
