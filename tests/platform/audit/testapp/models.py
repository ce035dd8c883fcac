# ruff: noqa: DJ008 - nobody prints them
"""One table for each thing that the trail treats in its own way."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models

from assetry.platform.audit.tables import Evidence, Technical, Trailed, Wall


class Thing(models.Model):
    """A row of a company, or a shared one; with a column of every sort of value."""

    trail = Trailed(mirrors=("version", "name_sort"))

    company_id = models.IntegerField(null=True)
    name = models.TextField()
    name_sort = models.TextField(default="")
    note = models.TextField(null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    bought_on = models.DateField(null=True)
    seen_at = models.DateTimeField(null=True)
    period = DateTimeRangeField(null=True)
    custom = models.JSONField(default=dict)
    version = models.IntegerField(default=1)


class Part(models.Model):
    """Belongs in the timeline of its thing."""

    trail = Trailed(subject="thing_id", subject_table="trailtest_thing")

    company_id = models.IntegerField()
    thing = models.ForeignKey(Thing, models.PROTECT, null=True)
    label = models.TextField()


class Word(models.Model):
    """A row that all companies share."""

    trail = Trailed(wall=Wall.SHARED)

    text = models.TextField(unique=True)
    used = models.IntegerField(default=0)


class Login(models.Model):
    """A row of somebody's account, with a secret and personal values."""

    trail = Trailed(
        wall=Wall.ACCOUNT, account_column="user_id", secret=("token",), personal=("email", "phone")
    )

    user_id = models.BigIntegerField()
    token = models.TextField(null=True)
    email = models.TextField()
    phone = models.TextField(null=True)
    is_primary = models.BooleanField(default=False)


class Reading(models.Model):
    """Evidence."""

    trail = Evidence()

    value = models.TextField()


class Tally(models.Model):
    """Technical."""

    trail = Technical()

    count = models.IntegerField()
