"""Statuses: the organization's own words, each in one state, and the moves that are allowed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.states import State
from assetry.domain.catalog.models import AssetKind
from assetry.domain.catalog.querysets import SharedQuerySet
from assetry.domain.organization.models import TECHNICAL_COLUMNS, Named
from assetry.platform.audit.tables import Trailed, Wall


class Status(Named):
    """A word of the organization's own with a hue and an icon; its state and flags are what rules test."""

    trail = Trailed(wall=Wall.SHARED, mirrors=TECHNICAL_COLUMNS)

    id = models.SmallAutoField(primary_key=True)
    state = models.CharField(_("State"), max_length=20, choices=State)
    hue = models.PositiveSmallIntegerField(_("Hue"), default=250)
    icon = models.CharField(_("Icon"), max_length=40, default="circle")
    is_assignable = models.BooleanField(_("Can be handed out"), default=False)
    is_counted = models.BooleanField(_("Counts as owned"), default=True)
    is_depreciating = models.BooleanField(_("Depreciates"), default=True)
    is_frozen = models.BooleanField(_("Frozen"), default=False)
    position = models.PositiveSmallIntegerField(default=100)
    is_archived = models.BooleanField(_("Archived"), default=False)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="status_name_unique"),
            models.UniqueConstraint(fields=["id", "state"], name="status_state_key"),
            models.CheckConstraint(condition=models.Q(hue__lt=360), name="status_hue_range"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="status_state_known"),
        ]


class StatusKind(models.Model):
    """A status that a kind uses."""

    trail = Trailed(wall=Wall.SHARED, subject="status_id", subject_table="assets_status")

    status = models.ForeignKey(Status, models.PROTECT, related_name="kinds")
    kind = models.ForeignKey(AssetKind, models.PROTECT, related_name="statuses")

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["status", "kind"], name="statuskind_unique")]

    def __str__(self) -> str:
        return f"{self.status} of {self.kind}"


class StateTransition(models.Model):
    """A move between two states that a kind allows, the fields it needs and the permission it takes."""

    trail = Trailed(wall=Wall.SHARED, subject="kind_id", subject_table="catalog_assetkind")

    kind = models.ForeignKey(AssetKind, models.PROTECT, related_name="transitions")
    source = models.CharField(_("From"), max_length=20, choices=State)
    target = models.CharField(_("To"), max_length=20, choices=State)
    required_fields = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    permission = models.CharField(max_length=80, default="assets.asset.change_status")

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "source", "target"], name="statetransition_unique")
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class DefaultStatus(models.Model):
    """The status that an operation sets for a kind when nobody chooses one."""

    trail = Trailed(wall=Wall.SHARED, subject="kind_id", subject_table="catalog_assetkind")

    kind = models.ForeignKey(AssetKind, models.PROTECT, related_name="default_statuses")
    operation = models.CharField(max_length=20)  # create, check_out, check_in
    status = models.ForeignKey(Status, models.PROTECT, related_name="+")

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "operation"], name="defaultstatus_unique")]

    def __str__(self) -> str:
        return f"{self.operation} → {self.status}"
