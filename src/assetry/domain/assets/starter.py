"""What an empty register starts with: three kinds, the statuses of the field, the moves between states."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StarterKind:
    """A kind out of the box. `states` are the moves' vocabulary: a kind only moves between states that it has."""

    code: str
    name: str
    plural: str
    icon: str
    custodied: bool
    statuses: tuple[str, ...]


@dataclass(frozen=True)
class StarterStatus:
    """A status out of the box."""

    name: str
    state: str
    hue: int
    icon: str
    assignable: bool = False
    counted: bool = True
    depreciates: bool = True
    frozen: bool = False


STATUSES = (
    StarterStatus("Planned", "planned", 0, "circle-dashed", counted=False, depreciates=False),
    StarterStatus("On order", "ordered", 300, "truck", counted=False, depreciates=False),
    StarterStatus("In transit", "in_transit", 190, "route", depreciates=False),
    StarterStatus("In stock", "in_stock", 250, "package", assignable=True),
    StarterStatus("Reserved", "reserved", 270, "bookmark", assignable=True),
    StarterStatus("In use", "in_use", 150, "user-check"),
    StarterStatus("Active", "in_use", 160, "circle-check"),
    StarterStatus("Under review", "in_maintenance", 90, "search-check"),
    StarterStatus("In repair", "in_maintenance", 70, "wrench"),
    StarterStatus("Missing", "missing", 20, "triangle-alert", frozen=True),
    StarterStatus("Retired", "retired", 60, "archive", counted=False),
    StarterStatus("Disposed", "disposed", 0, "recycle", counted=False, depreciates=False, frozen=True),
)

KINDS = (
    StarterKind(
        "hardware",
        "Hardware",
        "Hardware",
        "laptop",
        True,
        (
            "Planned",
            "On order",
            "In transit",
            "In stock",
            "Reserved",
            "In use",
            "In repair",
            "Missing",
            "Retired",
            "Disposed",
        ),
    ),
    StarterKind(
        "subscription",
        "Subscription",
        "Subscriptions",
        "app-window",
        False,
        ("Planned", "On order", "Active", "Retired"),
    ),
    StarterKind(
        "information",
        "Information",
        "Information",
        "file-lock",
        False,
        ("Planned", "Active", "Under review", "Retired", "Disposed"),
    ),
)

# (from, to): what is allowed between states; a kind has those of which it has both ends.
MOVES = (
    *(("planned", to) for to in ("ordered", "in_transit", "in_stock", "in_use", "retired")),
    *(("ordered", to) for to in ("planned", "in_transit", "in_stock", "in_use", "retired")),
    *(("in_transit", to) for to in ("in_stock", "in_use", "missing", "ordered")),
    *(
        ("in_stock", to)
        for to in ("reserved", "in_use", "in_transit", "in_maintenance", "missing", "retired")
    ),
    *(
        ("reserved", to)
        for to in ("in_stock", "in_use", "in_transit", "in_maintenance", "missing", "retired")
    ),
    *(
        ("in_use", to)
        for to in ("in_stock", "reserved", "in_maintenance", "in_transit", "missing", "retired")
    ),
    *(
        ("in_maintenance", to)
        for to in ("in_stock", "reserved", "in_use", "in_transit", "missing", "retired")
    ),
    *(("missing", to) for to in ("in_stock", "in_use", "in_maintenance", "retired", "disposed")),
    *(("retired", to) for to in ("in_stock", "in_use", "missing", "disposed")),
)
DEFAULTS = {
    "hardware": {"create": "In stock", "check_out": "In use", "check_in": "In stock"},
    "subscription": {"create": "Active"},
    "information": {"create": "Active"},
}
