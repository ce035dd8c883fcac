"""Write rows to the standard output: of assets, or of whatever else is registered.

An import reads CSV back unchanged: assetry export --user me@example.com --kind hardware > hardware.csv
"""

import argparse
import sys
from datetime import UTC, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from assetry.cli.support.acting import actor_named
from assetry.kernel.refusals import InvalidInput
from assetry.kernel.registry import Entity, entities, entity_named
from assetry.platform.exports.exporting import permission_of, rows_to_export, table_of, unknown_names
from assetry.platform.exports.formats import FORMATS, pieces_of


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry export`."""
    parser = commands.add_parser("export", description=__doc__)
    parser.add_argument("--user", required=True, metavar="EMAIL", help="whose account exports")
    parser.add_argument(
        "--entity", default="asset", metavar="NAME", help="asset, person, location, model, supplier, …"
    )
    parser.add_argument(
        "--kind", default="", metavar="CODE", help="assets of one kind, with its own fields (hardware, …)"
    )
    parser.add_argument(
        "--filter", default="", metavar="TEXT", help='in the filter language: purchased_on lt "2024-01-01"'
    )
    parser.add_argument("--columns", metavar="NAMES", help="these fields, separated by commas; else all")
    parser.add_argument("--sort", default="", metavar="FIELD", help="by this field, or descending by -FIELD")
    parser.add_argument("--format", default="csv", choices=FORMATS)


def run(arguments: argparse.Namespace) -> int:
    """Stream the file; what breaks off ends with another code than 0."""
    actor, entity = actor_named(arguments.user), _entity(arguments)
    if needed := permission_of(entity):
        actor.require(needed)
    with translation.override(actor.language):
        rows = rows_to_export(actor, entity, arguments.filter, today=datetime.now(UTC).date())
        rows = rows.filter(kind__code=arguments.kind) if arguments.kind else rows
        names = arguments.columns.split(",") if arguments.columns else None
        table = table_of(actor, entity, rows, names=names, sort=arguments.sort, kind=arguments.kind)
        if unknown := unknown_names(entity, table, names or ()):
            raise InvalidInput({"--columns": _("There is no %(name)s.") % {"name": ", ".join(unknown)}})
        for piece in pieces_of(table, FORMATS[arguments.format]):
            sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
    return 0


def _entity(arguments: argparse.Namespace) -> Entity:
    """What is asked for. Raises InvalidInput."""
    known = [entity.name for entity in entities()]
    if arguments.entity not in known:
        raise InvalidInput({"--entity": _("Choose one of: %(names)s.") % {"names": ", ".join(known)}})
    entity = entity_named(arguments.entity)
    kind = entity.fields_by_name.get("kind")
    if arguments.kind and (kind is None or kind.reference != "kind"):
        raise InvalidInput({"--kind": _("%(things)s have no kinds.") % {"things": entity.label_plural}})
    return entity
