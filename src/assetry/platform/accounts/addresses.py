"""The addresses that allauth keeps beside an account's own."""

from allauth.account.models import EmailAddress

from assetry.platform.accounts.models import User
from assetry.platform.audit.erasing import erase_values


def forget_addresses(user: User) -> None:
    """Delete them, and erase them from the trail, under the caller's event."""
    kept = EmailAddress.objects.filter(user=user)
    ids = list(kept.values_list("pk", flat=True))
    kept.delete()
    erase_values(EmailAddress._meta.db_table, ids)
