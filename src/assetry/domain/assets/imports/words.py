"""Which of our statuses a word of another system means."""

from collections.abc import Iterable, Sequence

from assetry.domain.assets.status_models import Status
from assetry.platform.imports.words import fold

__all__ = ["fold", "suggest_status"]

# (part of the word, our states in the order of preference); the first part that stands in the word decides.
_MEANINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("not fixable", ("retired", "disposed")),
    ("dispos", ("disposed", "retired")),
    ("recycl", ("disposed", "retired")),
    ("sold", ("disposed", "retired")),
    ("donat", ("disposed", "retired")),
    ("scrap", ("disposed", "retired")),
    ("destroy", ("disposed", "retired")),
    ("lost", ("missing",)),
    ("stolen", ("missing",)),
    ("missing", ("missing",)),
    ("archiv", ("retired",)),
    ("retire", ("retired",)),
    ("decommission", ("retired",)),
    ("end of life", ("retired",)),
    ("obsolete", ("retired",)),
    ("undeployable", ("in_maintenance", "retired")),
    ("diagnos", ("in_maintenance",)),
    ("repair", ("in_maintenance",)),
    ("maintenance", ("in_maintenance",)),
    ("broken", ("in_maintenance",)),
    ("defect", ("in_maintenance",)),
    ("damaged", ("in_maintenance",)),
    ("order", ("ordered",)),
    ("transit", ("in_transit",)),
    ("shipp", ("in_transit",)),
    ("reserve", ("reserved",)),
    ("ready to deploy", ("in_stock",)),
    ("deployable", ("in_stock",)),
    ("in use", ("in_use",)),
    ("deployed", ("in_use",)),
    ("assigned", ("in_use",)),
    ("active", ("in_use",)),
    ("production", ("in_use",)),
    ("checked out", ("in_use",)),
    ("stock", ("in_stock",)),
    ("available", ("in_stock",)),
    ("spare", ("in_stock",)),
    ("storage", ("in_stock",)),
    ("free", ("in_stock",)),
    ("new", ("in_stock",)),
    ("pending", ("in_maintenance", "planned")),
    ("plan", ("planned",)),
)


def suggest_status(word: str, statuses: Sequence[Status]) -> Status | None:
    """The status of that name, else the first one of the state that the word means."""
    folded = fold(word)
    named = next((status for status in statuses if fold(status.name) == folded), None)
    if named is not None:
        return named
    states: Iterable[str] = next((states for part, states in _MEANINGS if part in folded), ())
    return next((status for state in states for status in statuses if status.state == state), None)
