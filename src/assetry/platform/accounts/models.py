"""The user account. What a user may do is a matter of grants (`domain.access`), never of a flag here."""

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assetry.kernel.public_id import new_public_id
from assetry.platform.accounts.signals import password_outdated
from assetry.platform.audit.tables import Technical, Trailed, Wall


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
        mirrors=("last_login", "version", "factor_required", "has_factor", "density"),
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
    density = models.CharField(
        max_length=10, blank=True, default="", db_default=""
    )  # of rows, as last chosen
    # Mirrors: of the roles that `access` compiles, and of the account's authenticators.
    factor_required = models.BooleanField(default=False, db_default=False, editable=False)
    has_factor = models.BooleanField(default=False, db_default=False, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(models.functions.Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def owes_factor(self) -> bool:
        """Whether a role asks for a second factor that is not set up: then nothing else is open."""
        return self.factor_required and not self.has_factor

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the password; where the hasher's settings grew since, its receiver hashes it anew."""

        def tell(password: str) -> None:
            password_outdated.send(sender=type(self), user=self, password=password)

        return check_password(raw_password, self.password, tell)


class ApiToken(models.Model):
    """A bearer token: only its hash is kept, the text is shown once. Never more than its owner may.

    `permissions`: of its owner's only these (None: all); `networks`: presented from these addresses only (empty: any).
    A dry run does everything and keeps nothing of it.
    """

    trail = Trailed(
        wall=Wall.ACCOUNT,
        account_column="user_id",
        subject="user_id",
        subject_table="accounts_user",
        mirrors=("last_used_at", "last_used_from"),
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
    last_used_from = models.GenericIPAddressField(null=True)
    permissions = ArrayField(models.CharField(max_length=80), null=True)
    networks = ArrayField(models.CharField(max_length=43), default=list, db_default=[])
    read_only = models.BooleanField(_("Reads only"), default=False, db_default=False)
    dry_run = models.BooleanField(_("Dry run"), default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"], name="apitoken_name_unique", condition=Q(revoked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_limited(self) -> bool:
        """Whether it may less than its owner: such a token makes no further tokens."""
        return self.permissions is not None or bool(self.networks) or self.read_only or self.dry_run


class Session(models.Model):
    """One browser that is signed in (or on its way there). The key in the cookie is kept as a hash."""

    trail = Technical()

    key_hash = models.CharField(max_length=64, primary_key=True)
    data = models.TextField()
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="session_age")]

    def __str__(self) -> str:
        return self.public_id


class ResetLink(models.Model):
    """Leave to choose a new password, once. The link's text is no column: it is computed when the mail is written."""

    trail = Trailed(
        wall=Wall.ACCOUNT, account_column="user_id", subject="user_id", subject_table="accounts_user"
    )

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.public_id


class Attempts(models.Model):
    """How often something was tried since a moment, shared by all processes. Keys are hashes."""

    trail = Technical()

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="attempts_until")]

    def __str__(self) -> str:
        return f"{self.count} until {self.until}"
