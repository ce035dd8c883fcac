"""The import of assets as a way of its own: set-based, with holders, statuses and typed fields of their kind."""

from assetry.domain.assets.imports.operations import check_import, import_assets
from assetry.domain.assets.imports.restoring import restore_assets
from assetry.domain.assets.imports.suggesting import options_of, suggest_columns, suggest_options
from assetry.domain.assets.imports.targets import targets_of_kind
from assetry.domain.catalog.queries import get_kind_for
from assetry.platform.imports.importers import Importer, register_importer

ASSETS = Importer(
    targets=lambda actor, run: targets_of_kind(get_kind_for(actor, run.kind)),
    columns=lambda actor, run, sheet: suggest_columns(sheet, get_kind_for(actor, run.kind)),
    suggest=suggest_options,
    options=options_of,
    check=check_import,
    apply=import_assets,
    restore=restore_assets,
)


def register() -> None:
    """Make it known."""
    register_importer("asset", ASSETS)
