"""Systems: business applications and services, what is asked of them, and what they can do."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.kinds.describing import described
from assetry.domain.assets.kinds.facet import FacetRow, facet_key
from assetry.domain.assets.kinds.groups import SYSTEMS
from assetry.domain.assets.kinds.kind import Kind

CODE = "system"
HIGHEST = 4  # of the grades that protection is asked and given in


def _grade(label: Any) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


def _minutes(label: Any) -> "models.PositiveIntegerField[int | None, int | None]":
    return models.PositiveIntegerField(label, null=True, blank=True)


class AssetSystem(FacetRow):
    """The facet of a system: an objective and what was shown to be so stand apart, the gap is computed."""

    class Substitutability(models.TextChoices):
        """How hard it is to do without the provider (Implementing Regulation (EU) 2024/2956, 2024-11-29)."""

        NOT = "not", _("Cannot be replaced")
        HARD = "hard", _("Hard to replace")
        MEDIUM = "medium", _("Takes some work to replace")
        EASY = "easy", _("Easy to replace")

    asset = facet_key(CODE)
    technical_owner = models.CharField(_("Technical owner"), max_length=120, blank=True)
    users = models.CharField(_("Who uses it"), max_length=200, blank=True)
    confidentiality_objective = _grade(_("Confidentiality: objective"))
    confidentiality_actual = _grade(_("Confidentiality: actual"))
    integrity_objective = _grade(_("Integrity: objective"))
    integrity_actual = _grade(_("Integrity: actual"))
    availability_objective = _grade(_("Availability: objective"))
    availability_actual = _grade(_("Availability: actual"))
    recovery_time_objective = _minutes(_("Recovery time in minutes: objective"))
    recovery_time_actual = _minutes(_("Recovery time in minutes: actual"))
    recovery_point_objective = _minutes(_("Recovery point in minutes: objective"))
    recovery_point_actual = _minutes(_("Recovery point in minutes: actual"))
    is_third_party = models.BooleanField(_("Run by a third party"), default=False)
    country_of_provider = models.CharField(_("Country of the provider"), max_length=2, blank=True)
    country_at_rest = models.CharField(_("Country of the data"), max_length=2, blank=True)
    substitutability = models.CharField(_("Replacement"), max_length=20, choices=Substitutability, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(facet=CODE), name="assetsystem_facet")]

    def __str__(self) -> str:
        return f"{self.asset_id}"


_GRADE = {"largest": HIGHEST, "help": _("0, nothing, to 4, the most")}
_COUNTRY = {"help": _("Two letters, such as DE")}
FIELDS = described(
    AssetSystem,
    CODE,
    **{
        f"{goal}_{side}": _GRADE
        for goal in ("confidentiality", "integrity", "availability")
        for side in ("objective", "actual")
    },
    recovery_time_objective={"help": _("How long it may be down")},
    recovery_time_actual={"help": _("How long the last test or outage took")},
    recovery_point_objective={"help": _("How much work may be lost")},
    recovery_point_actual={"help": _("How much the last test or outage lost")},
    country_of_provider=_COUNTRY,
    country_at_rest=_COUNTRY,
)

KIND = Kind(
    code=CODE,
    position=22,
    group=SYSTEMS,
    table=AssetSystem,
    fields=FIELDS,
    plural=_("Systems"),
    create=_("System"),
    panel=_("System"),
    about=_("Systems are the applications and services that the business runs on."),
    icon="server",
    columns=(
        ("owner_person", None),
        ("technical_owner", 3),
        ("criticality", 2),
        ("availability_objective", 3),
        ("recovery_time_objective", 4),
    ),
)
