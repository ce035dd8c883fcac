"""Every change of the register. Web, API, import, jobs and command line call these and nothing else."""

from assetry.domain.assets.moves import KEEP, Keep
from assetry.domain.assets.operations.bulk import edit_assets, undo_edit_of_assets, undo_moves_of_assets
from assetry.domain.assets.operations.classes import override_class
from assetry.domain.assets.operations.custody import (
    change_status,
    change_status_of_assets,
    check_in_asset,
    check_in_assets,
    check_out_asset,
    check_out_assets,
    transfer_asset,
    transfer_assets,
)
from assetry.domain.assets.operations.kinds import create_kind
from assetry.domain.assets.operations.register import create_asset, edit_asset, set_identifiers
from assetry.domain.assets.operations.relations import edit_relation, end_relation, relate_assets
from assetry.domain.assets.operations.settings import (
    Transition,
    create_status,
    delete_tag_scheme,
    edit_status,
    save_tag_scheme,
    set_default_status,
    set_default_statuses,
    set_moves,
    set_transition,
    set_transitions,
)

__all__ = [
    "KEEP",
    "Keep",
    "Transition",
    "change_status",
    "change_status_of_assets",
    "check_in_asset",
    "check_in_assets",
    "check_out_asset",
    "check_out_assets",
    "create_asset",
    "create_kind",
    "create_status",
    "delete_tag_scheme",
    "edit_asset",
    "edit_assets",
    "edit_relation",
    "edit_status",
    "end_relation",
    "override_class",
    "relate_assets",
    "save_tag_scheme",
    "set_default_status",
    "set_default_statuses",
    "set_identifiers",
    "set_moves",
    "set_transition",
    "set_transitions",
    "transfer_asset",
    "transfer_assets",
    "undo_edit_of_assets",
    "undo_moves_of_assets",
]
