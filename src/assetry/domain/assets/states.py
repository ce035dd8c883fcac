"""Stage, state: the fixed words that code knows. An organization's own words are statuses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """The five words of the lifecycle (ISO/IEC 19770-1 life cycle processes, in the field's usual words)."""

    PLANNING = "planning", _("Planning")
    PROCUREMENT = "procurement", _("Procurement")
    DEPLOYMENT = "deployment", _("Deployment")
    MAINTENANCE = "maintenance", _("Maintenance")
    RETIREMENT = "retirement", _("Retirement")


class State(models.TextChoices):
    """The ten states. Rules test these and the status's flags, never labels."""

    PLANNED = "planned", _("Planned")
    ORDERED = "ordered", _("On order")
    IN_TRANSIT = "in_transit", _("In transit")
    IN_STOCK = "in_stock", _("In stock")
    RESERVED = "reserved", _("Reserved")
    IN_USE = "in_use", _("In use")
    IN_MAINTENANCE = "in_maintenance", _("In repair")
    MISSING = "missing", _("Missing")
    RETIRED = "retired", _("Retired")
    DISPOSED = "disposed", _("Disposed")


# Missing keeps the stage that it had.
STAGE_OF: dict[str, Stage] = {
    State.PLANNED: Stage.PLANNING,
    State.ORDERED: Stage.PROCUREMENT,
    State.IN_TRANSIT: Stage.PROCUREMENT,
    State.IN_STOCK: Stage.DEPLOYMENT,
    State.RESERVED: Stage.DEPLOYMENT,
    State.IN_USE: Stage.DEPLOYMENT,
    State.IN_MAINTENANCE: Stage.MAINTENANCE,
    State.RETIRED: Stage.RETIREMENT,
    State.DISPOSED: Stage.RETIREMENT,
}
