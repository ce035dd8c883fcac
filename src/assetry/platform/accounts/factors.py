"""Second factors: allauth keeps them; every change of them is an operation, told by mail, and ends other sessions."""

from collections.abc import Callable
from datetime import datetime

from allauth.mfa.models import Authenticator

from assetry.platform.accounts.letters import post_notice
from assetry.platform.accounts.models import User
from assetry.platform.accounts.refusals import FactorKept
from assetry.platform.accounts.sessions import end_sessions
from assetry.platform.accounts.signals import factors_changed
from assetry.platform.audit.operation import operation
from assetry.platform.permissions.actor import Actor


@operation(None, intent="accounts.factor.change")
def change_own_factors[R](*, actor: Actor, change: Callable[[], R], keep: str | None, at: datetime) -> R:
    """Run a change of the actor's own factors; other sessions than the one with the key `keep` end.

    Raises FactorKept where a role asks for a factor and this would be the last.
    """
    done = change()
    user = mirror_factors(actor.user_id)
    if user.owes_factor:
        raise FactorKept
    end_sessions([user.pk], keep=keep)
    post_notice(user, "factors_changed")
    return done


@operation(None, intent="accounts.factor.use_code")
def use_recovery_code(*, actor: Actor, factor: Authenticator, code: str, at: datetime) -> bool:
    """Use one of the actor's own recovery codes up; False when it is none, or used."""
    own = Authenticator.objects.get(pk=factor.pk, user_id=actor.user_id)
    return bool(own.wrap().validate_code(code))


def mirror_factors(user_id: int) -> User:
    """Note at the account whether it has a factor, after a change of them; recovery codes alone are none."""
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    kinds = Authenticator.objects.filter(user_id=user_id).exclude(type=Authenticator.Type.RECOVERY_CODES)
    has_factor = kinds.exists()
    if has_factor != user.has_factor:
        User.objects.filter(pk=user_id).update(has_factor=has_factor)
        factors_changed.send(sender=User, user_ids=[user_id])
        user.refresh_from_db(fields=["has_factor", "factor_required"])
    return user


def remove_factors(user: User) -> int:
    """Take every factor of an account away, under the caller's event; returns how many there were."""
    removed: int = Authenticator.objects.filter(user=user).delete()[0]
    mirror_factors(user.pk)
    return removed


def list_own_factors(user_id: int) -> list[Authenticator]:
    """The account's factors, in the order in which they were set up."""
    return list(Authenticator.objects.filter(user_id=user_id).order_by("created_at", "pk"))


def list_code_factors(user_id: int) -> list[Authenticator]:
    """Those that are used by typing a code: the app and the recovery codes."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    return [factor for factor in list_own_factors(user_id) if factor.type in kinds]


def list_unused_codes(user_id: int) -> list[str] | None:
    """The recovery codes that are left; None where there were none made."""
    for factor in list_own_factors(user_id):
        if factor.type == Authenticator.Type.RECOVERY_CODES:
            return list(factor.wrap().get_unused_codes())
    return None


def kinds_of(user_ids: list[int]) -> dict[int, list[str]]:
    """Which kinds of factors these accounts have."""
    kinds: dict[int, list[str]] = {}
    for user_id, kind in Authenticator.objects.filter(user_id__in=user_ids).values_list("user_id", "type"):
        kinds.setdefault(user_id, []).append(kind)
    return kinds
