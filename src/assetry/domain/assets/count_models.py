"""Counters: narrow, exact, fed by statement triggers with append-only rows, folded by a job.

A count is the sum of `n` over the matching rows, whether a fold has run or not. Written by no operation:
an upsert inside a business transaction would make writers wait for each other.
"""

from django.db import models

from assetry.platform.audit.tables import Technical


class CounterRow(models.Model):
    """So many more (or fewer) assets of a company."""

    trail = Technical()

    company_id = models.IntegerField()
    n = models.BigIntegerField()

    class Meta:
        abstract = True


class StatusCount(CounterRow):
    """By kind and status."""

    kind_id = models.SmallIntegerField()
    status_id = models.SmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["company_id", "kind_id", "status_id"], name="statuscount_key")]

    def __str__(self) -> str:
        return f"{self.company_id} {self.kind_id} {self.status_id}: {self.n:+}"


class CategoryCount(CounterRow):
    """By category."""

    category_id = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["company_id", "category_id"], name="categorycount_key")]

    def __str__(self) -> str:
        return f"{self.company_id} {self.category_id}: {self.n:+}"


class LocationCount(CounterRow):
    """By location; None: nowhere."""

    location_id = models.IntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["company_id", "location_id"], name="locationcount_key")]

    def __str__(self) -> str:
        return f"{self.company_id} {self.location_id}: {self.n:+}"


class PlaceCount(CounterRow):
    """By location, kind and status: for who sees some places only."""

    location_id = models.IntegerField(null=True)
    kind_id = models.SmallIntegerField()
    status_id = models.SmallIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["company_id", "location_id", "kind_id", "status_id"], name="placecount_key")
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.location_id} {self.kind_id} {self.status_id}: {self.n:+}"
