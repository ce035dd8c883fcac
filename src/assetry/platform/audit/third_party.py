"""What the trail does with the tables of libraries, which cannot carry a `trail` attribute themselves."""

from collections.abc import Mapping
from typing import Final

from assetry.platform.audit.tables import Evidence, Technical, Trailed, Wall

TABLES: Final[Mapping[str, Trailed | Evidence | Technical]] = {
    "django_migrations": Technical(),
    "django_content_type": Technical(),
    "django_session": Technical(),
    # Django's own permissions and groups are not used: `domain.access` has grants and roles.
    "auth_permission": Technical(),
    "auth_group": Technical(),
    "auth_group_permissions": Technical(),
    "account_emailaddress": Trailed(wall=Wall.ACCOUNT, account_column="user_id", personal=("email",)),
    "account_emailconfirmation": Technical(),
    "mfa_authenticator": Trailed(
        wall=Wall.ACCOUNT,
        account_column="user_id",
        mirrors=("last_used_at",),
        secret=("data",),
    ),
    "procrastinate_jobs": Technical(),
    "procrastinate_events": Technical(),
    "procrastinate_periodic_defers": Technical(),
    "procrastinate_workers": Technical(),
}
