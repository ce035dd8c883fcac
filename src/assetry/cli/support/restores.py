"""Where a restore goes, and finishing one that was cut short, before anything looks at the register."""

from collections.abc import Callable

from assetry.platform.backups.place import Place
from assetry.platform.backups.swap import Phase, finish_interrupted, read_marker
from assetry.platform.database.embedded.cluster import Cluster
from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.database.embedded.roles import APPLICATION, OWNER, SUPERUSER, role_url
from assetry.platform.environment import Environment
from assetry.platform.faults import ConfigurationError

_SAID = {
    Phase.COPYING: "A restore was cut short before it was proved: its copy was thrown away, the register is as it was.",
    Phase.SWITCHING: "A restore was cut short after it was proved: it is finished now.",
}


def place_of(environment: Environment) -> Place:
    """The register that this environment leads to. Raises `ConfigurationError` where its owner's URL is not known."""
    if not environment.database_url:
        socket = DataFolder(environment.data_dir).socket
        urls = [role_url(socket, role) for role in (SUPERUSER, OWNER, APPLICATION)]
        return Place(environment.data_dir, *urls)
    owner = environment.owner_database_url
    if not owner:
        raise ConfigurationError(
            "Give ASSETRY_OWNER_DATABASE_URL, the URL of the role that owns the database: a restore needs it."
        )
    return Place(environment.data_dir, owner, owner, environment.database_url)


def finish_restore_of(cluster: Cluster, say: Callable[[str], None] = print) -> None:
    """After the server's start, before its database is looked for; the data folder's lock is held."""
    urls = [cluster.url(role) for role in (SUPERUSER, OWNER, APPLICATION)]
    _finish(Place(cluster.folder.path, *urls), say)


def finish_restore_outside(environment: Environment, say: Callable[[str], None] = print) -> None:
    """The same where the database is outside; raises `ConfigurationError` when its owner's URL is not known."""
    if read_marker(environment.data_dir) is not None:
        _finish(place_of(environment), say)


def _finish(place: Place, say: Callable[[str], None]) -> None:
    phase = finish_interrupted(place)
    if phase is not None:
        say(_SAID[phase])
