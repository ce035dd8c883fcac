"""Reads of tag schemes."""

from django.db.models import QuerySet

from assetry.domain.assets.events import SettingsPermission
from assetry.domain.assets.tag_models import TagScheme
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor


def tag_schemes_visible_to(actor: Actor) -> "QuerySet[TagScheme]":
    """The schemes of the companies in scope."""
    return TagScheme.objects.filter(company_id__in=actor.scope(SettingsPermission.VIEW).company_ids)


def get_tag_scheme_for(actor: Actor, public_id: str) -> TagScheme:
    """The scheme of that public id; raises NotFound."""
    return row_of(tag_schemes_visible_to(actor).select_related("company", "category"), public_id)
