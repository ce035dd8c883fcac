"""What one asset can be to another, read both ways, and whom it reaches when one end stops."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Text

type End = Literal["source", "target"]


@dataclass(frozen=True, kw_only=True)
class RelationType:
    """One type: "source runs on target", and the same seen from the target.

    `reaches` is the end that is affected when the other one stops ("": neither). With `carries_on` what is reached
    stops too, and so reaches others; without, it only misses something. `acyclic` ones never lead back.
    """

    code: str
    label: Text
    inverse: Text
    reaches: End | Literal[""]
    carries_on: bool = True
    acyclic: bool = False

    def said_of(self, end: End) -> Text:
        """The verb as it reads on the page of that end."""
        return self.label if end == "source" else self.inverse


_TYPES: Final = (
    RelationType(code="runs_on", label=_("Runs on"), inverse=_("Runs"), reaches="source", acyclic=True),
    RelationType(code="depends_on", label=_("Depends on"), inverse=_("Needed by"), reaches="source"),
    RelationType(code="stores", label=_("Stores"), inverse=_("Stored in"), reaches="target"),
    RelationType(
        code="backs_up", label=_("Backs up"), inverse=_("Backed up by"), reaches="target", carries_on=False
    ),
    RelationType(
        code="connects_to",
        label=_("Connects to"),
        inverse=_("Connected from"),
        reaches="source",
        carries_on=False,
    ),
    RelationType(code="replaced_by", label=_("Replaced by"), inverse=_("Replaces"), reaches="", acyclic=True),
)
RELATION_TYPES: Final[Mapping[str, RelationType]] = {one.code: one for one in _TYPES}
# What lies in another asset stops with it: custody says so, and no relation repeats it.
CONTAINS: Final = RelationType(
    code="contains", label=_("Contains"), inverse=_("Lies inside"), reaches="target"
)
