"""Roles, groups, grants."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assetry.domain.catalog.models import AssetKind, Category
from assetry.domain.catalog.querysets import SharedQuerySet
from assetry.domain.organization.models import TECHNICAL_COLUMNS, Company, Location, Named
from assetry.kernel.public_id import new_public_id
from assetry.platform.accounts.models import User
from assetry.platform.audit.tables import Trailed, Wall


class Role(Named):
    """A named set of permissions. Five come with Assetry; organizations make their own."""

    trail = Trailed(wall=Wall.ACCOUNT, mirrors=TECHNICAL_COLUMNS)

    id = models.AutoField(primary_key=True)
    code = models.CharField(max_length=40, blank=True)
    permissions = ArrayField(models.CharField(max_length=80), default=list)
    is_built_in = models.BooleanField(default=False)
    requires_second_factor = models.BooleanField(
        _("Asks for a second factor"), default=False, db_default=False
    )

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="role_name_unique"),
            models.UniqueConstraint(fields=["code"], name="role_code_unique", condition=~Q(code="")),
        ]


class UserGroup(Named):
    """Users that get grants together."""

    trail = Trailed(wall=Wall.ACCOUNT, mirrors=TECHNICAL_COLUMNS)

    id = models.AutoField(primary_key=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="usergroup_name_unique")]


class GroupMember(models.Model):
    """One user in one group."""

    trail = Trailed(wall=Wall.ACCOUNT, subject="user_id", subject_table="accounts_user")

    group = models.ForeignKey(UserGroup, models.PROTECT, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="groupmember_unique")]

    def __str__(self) -> str:
        return f"{self.user} in {self.group}"


class Grant(models.Model):
    """A role for a user or a group in a company subtree (None: all companies), limited further where asked."""

    trail = Trailed(wall=Wall.ACCOUNT, subject="user_id", subject_table="accounts_user")

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="grants", verbose_name=_("User"))
    group = models.ForeignKey(
        UserGroup, models.PROTECT, null=True, related_name="grants", verbose_name=_("Group")
    )
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants", verbose_name=_("Role"))
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, related_name="+", verbose_name=_("Company")
    )
    location = models.ForeignKey(
        Location, models.PROTECT, null=True, related_name="+", verbose_name=_("Location")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="+", verbose_name=_("Category")
    )
    kind = models.ForeignKey(AssetKind, models.PROTECT, null=True, related_name="+", verbose_name=_("Kind"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, group__isnull=False)
                | Q(user__isnull=False, group__isnull=True),
                name="grant_user_or_group",
            ),
            models.UniqueConstraint(
                fields=["user", "group", "role", "company", "location", "category", "kind"],
                name="grant_unique",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} for {self.user or self.group}"


class Invitation(models.Model):
    """Somebody was asked to make an account: for this address, with this role, once.

    The link's text is no column: it is computed when the mail is written, and each sending makes the one before void.
    """

    trail = Trailed(wall=Wall.ACCOUNT, personal=("email", "name"))

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    email = models.EmailField(_("E-mail"), max_length=254)
    name = models.CharField(_("Name"), max_length=150)
    role = models.ForeignKey(Role, models.PROTECT, null=True, related_name="+", verbose_name=_("Role"))
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, related_name="+", verbose_name=_("Company")
    )
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="invitation_one_pending",
                condition=Q(accepted_at=None, revoked_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.email
