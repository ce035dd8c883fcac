"""What an import of records proposes for a file. Everything can be corrected."""

from dataclasses import replace

from assetry.kernel.dates import possible_orders
from assetry.kernel.fields import FieldType
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.imports.columns import date_order
from assetry.platform.imports.mapping import Match, suggest_targets
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.reading import Sheet
from assetry.platform.imports.records.described import imported_fields, is_owned, targets_of
from assetry.platform.imports.runs import find_options_for
from assetry.platform.permissions.actor import Actor


def suggest_columns(sheet: Sheet, entity: Entity) -> list[Match]:
    """A target for each column."""
    return suggest_targets(sheet.headers, targets_of(entity))


def suggest_options(actor: Actor, entity: Entity, sheet: Sheet) -> ImportOptions:
    """Options for a file as it looks; the company of somebody who has just one stands in for empty cells."""
    read_as = sheet.read_as
    columns = tuple(match.target if match.sure else "" for match in suggest_columns(sheet, entity))
    companies = _companies(actor, entity) if is_owned(entity) else []
    return ImportOptions(
        columns=columns,
        headers=sheet.headers,
        encoding=read_as.encoding,
        delimiter=read_as.delimiter,
        sheet=read_as.sheet,
        company=companies[0] if len(companies) == 1 else "",
    )


def _companies(actor: Actor, entity: Entity) -> list[str]:
    ids = actor.scope(entity.edit_permission).company_ids
    rows = entity_named("company").visible_to(actor).filter(pk__in=ids)
    return list(rows.values_list("public_id", flat=True)[:2])


def options_of(actor: Actor, run: ImportRun, sheet: Sheet) -> ImportOptions:
    """What was decided for the run; else for a file with the same headers; else a suggestion."""
    if run.options:
        return ImportOptions.from_json(run.options)
    entity, earlier = entity_named(run.entity), find_options_for(actor, run, sheet.headers)
    if earlier is None:
        return suggest_options(actor, entity, sheet)
    return kept_for(ImportOptions.from_json(earlier), sheet)


def kept_for(kept: ImportOptions, sheet: Sheet) -> ImportOptions:
    """The decisions about another file, for this one as it is read; cells that were mended there are not."""
    read_as = sheet.read_as
    return replace(
        kept, encoding=read_as.encoding, delimiter=read_as.delimiter, sheet=read_as.sheet, mended={}
    )


def unclear_dates(sheet: Sheet, options: ImportOptions, entity: Entity) -> list[str]:
    """The headers of date columns in which no value proves the order of day and month."""
    fields = imported_fields(entity)
    found = []
    for place, target in enumerate(options.columns):
        if target in fields and fields[target].type is FieldType.DATE and options.dates is None:
            texts = [row[place] for row in sheet.rows]
            if date_order(texts) is None and any(len(possible_orders(text)) > 1 for text in texts):
                found.append(sheet.headers[place])
    return found
