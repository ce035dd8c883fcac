"""The works of every entity: those that areas registered, editing where there is an edit operation, deleting where the
entity says how.
"""

from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import entity_named
from assetry.platform.bulk.removing import RemoveRows
from assetry.platform.bulk.rowwise import EditRows
from assetry.platform.bulk.works import Work

_works: dict[tuple[str, str], Work] = {}


def register_work(work: Work) -> None:
    """Make a work known; called from an area's `AppConfig.ready`."""
    if (work.entity, work.name) in _works:
        raise ValueError(f"{work.entity} {work.name} is registered twice.")
    _works[work.entity, work.name] = work


def work_named(entity: str, name: str) -> Work:
    """The work of that name on an entity; raises NotFound."""
    found = next((work for work in works_of(entity) if work.name == name), None)
    if found is None:
        raise NotFound
    return found


def works_of(entity: str) -> tuple[Work, ...]:
    """Everything that can be done to many rows of an entity."""
    own = tuple(work for (owner, _name), work in _works.items() if owner == entity)
    described = entity_named(entity)
    has_edit = "edit" in described.operations and not any(work.name == "edit" for work in own)
    edits = (EditRows(described),) if has_edit else ()
    return (*edits, *own, *((RemoveRows(described),) if described.removal else ()))
