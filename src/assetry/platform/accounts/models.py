"""The user account. What a user may do is a matter of grants (`domain.access`), never of a flag here."""

from datetime import UTC, datetime

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Trailed, Wall


class UserManager(BaseUserManager["User"]):
    """Looks users up by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of that address; raises User.DoesNotExist."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account that can sign in. A holder of assets is a person (`organization.Person`) and needs none."""

    trail = Trailed(
        wall=Wall.ACCOUNT,
        account_column="id",
        mirrors=("last_login", "version"),
        secret=("password",),
        personal=("email", "name"),
    )

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(_("E-mail"), max_length=254)
    name = models.CharField(_("Name"), max_length=150)
    is_active = models.BooleanField(_("Active"), default=True)
    language = models.CharField(max_length=12, default="en")
    person_id = models.BigIntegerField(
        null=True, unique=True, help_text="organization.Person, without a foreign key upward"
    )
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(models.functions.Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.name

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the password; where the hasher's settings grew since, it is hashed anew, signed as the user."""

        def rehash(password: str) -> None:
            from assetry.platform.accounts.operations import rehash_own_password  # noqa: PLC0415 - they import this
            from assetry.platform.permissions.actor import Actor  # noqa: PLC0415

            actor = Actor(user_id=self.pk, name=self.name, person_id=self.person_id)
            rehash_own_password(actor=actor, user=self, password=password, at=datetime.now(UTC))

        return check_password(raw_password, self.password, rehash)


class ApiToken(models.Model):
    """A bearer token: only its hash is kept, the text is shown once. Never more than its owner may."""

    trail = Trailed(
        wall=Wall.ACCOUNT,
        account_column="user_id",
        subject="user_id",
        subject_table="accounts_user",
        mirrors=("last_used_at",),
        secret=("token_hash",),
    )

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("Name"), max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("Expires"))
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"], name="apitoken_name_unique", condition=Q(revoked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name
