"""Definitions of custom fields, and the token that says whether what a process knows of them is still true."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Technical, Trailed, Wall


class CustomType(models.TextChoices):
    """What a custom field holds."""

    TEXT = "text", _("Text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choice")
    MONEY = "money", _("Money")
    LINK = "link", _("Link")
    PERSON = "person", _("Person")
    YES_NO = "yes_no", _("Yes or no")


class CustomState(models.TextChoices):
    """How far a definition is: in use, its index being built or failed, or put away with its values kept."""

    ACTIVE = "active", _("In use")
    BUILDING = "building", _("Building")
    FAILED = "failed", _("Failed")
    RETIRED = "retired", _("Retired")


class CustomFieldDefinition(models.Model):
    """One custom field of an entity, or of one kind of it ("": all). Entity, kind and code never change.

    `choices` is a list of {value, label, retired}; values are what rows hold, labels are words and can change.
    """

    trail = Trailed(wall=Wall.SHARED, mirrors=("version",))

    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    entity = models.CharField(max_length=40)
    kind = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=40, db_collation="C")
    label = models.CharField(max_length=100)
    type = models.CharField(max_length=20, choices=CustomType)
    help = models.CharField(max_length=200, blank=True)
    choices = models.JSONField(default=list, blank=True)
    max_length = models.PositiveIntegerField(null=True, blank=True)
    allows_negative = models.BooleanField(default=False, db_default=False)
    is_required = models.BooleanField(default=False)
    is_unique = models.BooleanField(default=False)
    is_filterable = models.BooleanField(default=False)
    is_sortable = models.BooleanField(default=False)
    is_column = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=100)
    state = models.CharField(max_length=20, choices=CustomState, default=CustomState.ACTIVE)
    problem = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "code"], name="customfield_code_unique"),
            models.CheckConstraint(
                condition=Q(code__regex="^[a-z][a-z0-9]*(_[a-z0-9]+)*$"), name="customfield_code_plain"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def needs_index(self) -> bool:
        """Whether lists are narrowed or ordered by it, or its values are kept apart."""
        return self.is_unique or self.is_filterable or self.is_sortable


class DefinitionsToken(models.Model):
    """One row: another token means that definitions were changed. Its lock puts changes one after the other."""

    trail = Technical()

    token = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.token)
