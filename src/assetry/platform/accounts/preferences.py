"""How an account likes its own screen: mirrors, so no event tells of them."""

from typing import Final

from assetry.kernel.refusals import InvalidValue
from assetry.platform.accounts.models import User
from assetry.platform.permissions.actor import Actor

# How high rows are, as `data-density` of the stylesheet says it.
DENSITIES: Final = ("compact", "default", "comfortable")


def set_own_density(actor: Actor, density: str) -> None:
    """Remember how high the actor's rows are. Raises InvalidValue."""
    if density not in DENSITIES:
        raise InvalidValue(field="density", reason=", ".join(DENSITIES))
    User.objects.filter(pk=actor.user_id).update(density=density)
