"""For whom a command acts: an account, named by its e-mail address, at the command line's door."""

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal
from assetry.platform.accounts.models import User
from assetry.platform.permissions.actor import Actor, Door


class UnknownUser(Refusal):
    """No active account has the address."""

    code = "unknown_user"
    status = 404
    message = _("There is no active account with the address %(email)s.")


def actor_named(email: str) -> Actor:
    """The actor behind an address; raises UnknownUser."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise UnknownUser(email=email)
    return Actor(
        user_id=user.pk, name=user.name, person_id=user.person_id, door=Door.CLI, language=user.language
    )
