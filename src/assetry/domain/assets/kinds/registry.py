"""Every kind of this package, found by its module: the code names kinds nowhere else."""

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

from assetry.domain.assets.kinds.kind import Kind, KindGroup
from assetry.domain.catalog.models import NO_FACET
from assetry.kernel.fields import Field


def _found() -> dict[str, Kind]:
    package = __name__.rpartition(".")[0]
    modules = (import_module(f"{package}.{found.name}") for found in _modules())
    kinds: list[Kind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.code: kind for kind in sorted(kinds, key=lambda kind: kind.position)}


def _modules() -> list[pkgutil.ModuleInfo]:
    return [found for found in pkgutil.iter_modules([str(Path(__file__).parent)]) if found.name != "registry"]


KINDS: dict[str, Kind] = _found()
GROUPS: dict[str, KindGroup] = {kind.group.code: kind.group for kind in KINDS.values() if kind.group}
KINDS_OF_GROUP: dict[str, tuple[str, ...]] = {
    code: tuple(kind.code for kind in KINDS.values() if kind.group is group) for code, group in GROUPS.items()
}
FACETS: dict[str, type[Any]] = {code: kind.table for code, kind in KINDS.items()}
FACET_FIELDS: dict[str, tuple[Field, ...]] = {
    NO_FACET: (),
    **{code: kind.fields for code, kind in KINDS.items()},
}
