"""Tag schemes: how the tags of a company (and category) look, and the counter that never goes back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assetry.domain.catalog.models import Category
from assetry.domain.organization.models import Company
from assetry.kernel.public_id import new_public_id
from assetry.platform.audit.tables import Technical, Trailed


class TagScheme(models.Model):
    """Prefix and number of digits for the tags of one company, for one category or for all."""

    trail = Trailed(mirrors=("version",))

    id = models.AutoField(primary_key=True)
    public_id = models.CharField(
        max_length=12, unique=True, default=new_public_id, editable=False, db_collation="C"
    )
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("Company"))
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Category")
    )
    prefix = models.CharField(_("Prefix"), max_length=20, blank=True)
    digits = models.PositiveSmallIntegerField(_("Digits"), default=4)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "category"], name="tagscheme_unique", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(digits__gte=1, digits__lte=12), name="tagscheme_digits_range"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}{'0' * self.digits}"


class TagCounter(models.Model):
    """The next number of a company's prefix. Technical: only ever raised, on a connection of its own."""

    trail = Technical()

    company_id = models.IntegerField()
    prefix = models.CharField(max_length=20, db_collation="C")
    next_number = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "prefix"], name="tagcounter_unique")]

    def __str__(self) -> str:
        return f"{self.prefix}{self.next_number}"
