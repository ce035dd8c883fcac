"""Teams as the inbox sees them: the area that keeps them says whose items an account shares."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assetry.platform.permissions.actor import Actor


@dataclass(frozen=True, kw_only=True)
class TeamSource:
    """`entity` is what a team is in the register, `shared(actor)` the keys of those whose items the actor shares.

    `names` gives their names by key.
    """

    entity: str
    shared: Callable[[Actor], Sequence[int]]
    names: Callable[[Iterable[int]], Mapping[int, str]]


_source = TeamSource(entity="", shared=lambda _actor: (), names=lambda _ids: {})


def read_teams_from(source: TeamSource) -> None:
    """Say where teams come from; called once, from `AppConfig.ready`."""
    global _source  # noqa: PLW0603 - the registry is one for the process
    _source = source


def teams() -> TeamSource:
    """Where teams come from."""
    return _source
