"""Saved views of lists. A view stores what its list's address says, never a right: each reader sees their own rows."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Technical, Trailed, Wall


class Visibility(models.TextChoices):
    """Who finds a view among the tabs of its list."""

    PRIVATE = "private", _("Only me")
    ROLE = "role", _("Everybody with a role")
    EVERYONE = "everyone", _("Everyone")


class SavedView(models.Model):
    """One view of one list: `query` maps the parameters of the list's address to their values.

    `list_name` is the list's name with the kit ("asset:hardware"), `role_id` a role of `domain.access`.
    """

    trail = Trailed(wall=Wall.ACCOUNT, account_column="owner_user_id", mirrors=("version",))

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    list_name = models.CharField(max_length=80, db_collation="C")
    entity = models.CharField(max_length=40)
    name = models.CharField(_("Name"), max_length=60)
    query = models.JSONField(default=dict, blank=True)
    owner_user_id = models.BigIntegerField()
    visibility = models.CharField(
        _("Shared with"), max_length=10, choices=Visibility, default=Visibility.PRIVATE
    )
    role_id = models.IntegerField(null=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "owner_user_id", "list_name", Lower("name"), name="savedview_name_unique"
            ),
            models.CheckConstraint(
                condition=Q(visibility="role", role_id__isnull=False)
                | (~Q(visibility="role") & Q(role_id__isnull=True)),
                name="savedview_role_where_shared",
            ),
        ]
        indexes = [models.Index(fields=["list_name", "visibility"], name="savedview_of_list")]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The view that a list opens with for everyone who chose none."""

    trail = Trailed(wall=Wall.SHARED)

    list_name = models.CharField(max_length=80, unique=True, db_collation="C")
    view = models.ForeignKey(SavedView, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.list_name


class ListPreference(models.Model):
    """What one user's list opens with: a view, or (None) the plain list whatever the default for everyone."""

    trail = Technical()

    user_id = models.BigIntegerField()
    list_name = models.CharField(max_length=80, db_collation="C")
    view = models.ForeignKey(SavedView, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "list_name"], name="listpreference_unique")]

    def __str__(self) -> str:
        return self.list_name


class HomePin(models.Model):
    """A view that stands on one user's home, at a place in the order."""

    trail = Technical()

    user_id = models.BigIntegerField()
    view = models.ForeignKey(SavedView, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "view"], name="homepin_unique")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.position}"
