"""Products that come in releases, and until when each release is supported: who says so, and as of which day."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assetry.domain.catalog.querysets import SharedQuerySet
from assetry.domain.organization.models import TECHNICAL_COLUMNS, Named
from assetry.platform.audit.tables import Trailed, Wall

# The four days of a release, in the order in which they come.
DAYS = ("released_on", "active_until", "security_until", "extended_until")


class ReleasedProduct(Named):
    """An operating system, a database, an application: what assets name when they say what they run.

    `code` is the word of endoflife.date for it; `also` are further names, one a line, by which assets know it.
    """

    trail = Trailed(wall=Wall.SHARED, mirrors=TECHNICAL_COLUMNS)

    id = models.AutoField(primary_key=True)
    code = models.CharField(_("Code"), max_length=80, unique=True)
    publisher = models.CharField(_("Publisher"), max_length=120, blank=True)
    also = models.TextField(_("Also known as"), blank=True, max_length=2000)
    link = models.URLField(_("Support page"), max_length=300, blank=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="releasedproduct_name_unique")]


class Release(Named):
    """A release line ("14", "24.04 LTS"); `name` is its product's and the line together.

    `facts` holds for each of the days what every source says: `{day: {source: [on, as_of]}}`. The columns are what
    the source with the latest `as_of` says.
    """

    trail = Trailed(wall=Wall.SHARED, mirrors=TECHNICAL_COLUMNS)

    id = models.AutoField(primary_key=True)
    product = models.ForeignKey(
        ReleasedProduct, models.PROTECT, related_name="releases", verbose_name=_("Product")
    )
    line = models.CharField(_("Release"), max_length=60)
    released_on = models.DateField(_("Released"), null=True, blank=True)
    active_until = models.DateField(_("Active support to"), null=True, blank=True)
    security_until = models.DateField(_("Security support to"), null=True, blank=True)
    extended_until = models.DateField(_("Extended support to"), null=True, blank=True)
    latest_version = models.CharField(_("Latest version"), max_length=60, blank=True)
    source = models.CharField(_("Source"), max_length=300, blank=True)
    source_as_of = models.DateField(_("As of"), null=True, blank=True)
    facts = models.JSONField(default=dict, editable=False)

    objects = SharedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "line"], name="release_line_unique"),
            models.CheckConstraint(
                condition=Q(security_until__isnull=True)
                | Q(released_on__isnull=True)
                | Q(security_until__gte=F("released_on")),
                name="release_supported_after_released",
            ),
        ]

    @property
    def supported_until(self) -> object:
        """The last day on which holes are mended without paying for more."""
        return self.security_until or self.active_until
