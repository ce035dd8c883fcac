"""References that lead to another company: named only to who sees that company as well."""

from assetry.kernel.fields import Field
from assetry.kernel.registry import entity_named
from assetry.platform.permissions.actor import Actor


def may_name(actor: Actor | None, field: Field, key: int) -> bool:
    """Whether what the field refers to may be named to the actor (None: nobody we know), who sees the row itself."""
    if not field.crosses:
        return True
    if actor is None:
        return False
    return key in actor.scope(entity_named(field.reference or "").view_permission).company_ids
