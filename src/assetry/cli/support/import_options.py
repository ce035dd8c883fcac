"""The arguments of `assetry import` as options of an import."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assetry.domain.assets.imports.options import CREATABLE, ImportOptions
from assetry.domain.assets.imports.suggesting import suggest_options
from assetry.domain.assets.imports.targets import targets_of
from assetry.domain.assets.imports.words import fold
from assetry.domain.catalog.models import AssetKind, Category
from assetry.domain.organization.models import Company
from assetry.kernel.refusals import InvalidValue
from assetry.platform.faults import ConfigurationError
from assetry.platform.imports.mapping import fold_header
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.reading import Sheet
from assetry.platform.imports.refusals import ColumnsUnknown
from assetry.platform.permissions.actor import Actor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be decided about a file."""
    parser.add_argument(
        "--kind", default="hardware", metavar="CODE", help="the kind of the assets (default: hardware)"
    )
    parser.add_argument(
        "--map",
        metavar="FILE",
        type=Path,
        help='JSON: {"Column in the file": "target", …}; "" leaves one out',
    )
    parser.add_argument(
        "--create-missing",
        default="",
        metavar="LIST",
        help=f"what may be made: all, or some of {','.join(CREATABLE)}",
    )
    parser.add_argument("--default-company", default="", metavar="NAME", help="for rows without a company")
    parser.add_argument(
        "--default-category", default="", metavar="NAME", help="for new assets without a category"
    )
    parser.add_argument(
        "--dates", choices=("mdy", "dmy", "ymd"), help="the order of a date's parts, where no value proves it"
    )
    parser.add_argument(
        "--decimal",
        choices=(".", ","),
        default="",
        help="what stands before decimals, where no value proves it",
    )
    parser.add_argument(
        "--status-map",
        action="append",
        default=[],
        metavar="WORD=STATUS",
        help="a word of the file and our status; may repeat",
    )
    parser.add_argument(
        "--match",
        choices=("tag", "serial"),
        default="tag",
        help="what finds an asset that is there (default: tag)",
    )
    parser.add_argument("--encoding", default="", help="how the file is written, where it is not recognized")
    parser.add_argument(
        "--delimiter", default="", help="what stands between cells, where it is not recognized"
    )


def options_from(
    arguments: argparse.Namespace, actor: Actor, run: ImportRun, sheet: Sheet, kind: AssetKind
) -> ImportOptions:
    """The options suggested for the file, with what the arguments say in their place.

    Raises InvalidValue, ColumnsUnknown, ConfigurationError (a mapping that cannot be read).
    """
    suggested = suggest_options(actor, run, sheet)
    columns = _mapped(suggested.columns, _read_map(arguments.map), sheet, kind)
    words = {
        fold(word): status.strip()
        for word, _equals, status in (pair.partition("=") for pair in arguments.status_map)
    }
    company = _named(
        Company.objects.visible_to(actor), arguments.default_company, "default_company", "company"
    )
    category = _named(
        Category.objects.visible_to(actor).filter(kind=kind),
        arguments.default_category,
        "default_category",
        "category",
    )
    if "status" in columns and "status" not in suggested.columns:
        suggested = suggest_options(actor, run, sheet, columns=columns)
    return replace(
        suggested,
        columns=columns,
        create=_creatable(arguments.create_missing),
        company=company or suggested.company,
        category=category,
        dates=arguments.dates,
        decimal=arguments.decimal,
        statuses={**suggested.statuses, **words},
        match="serial_number" if arguments.match == "serial" else "asset_tag",
        encoding=sheet.read_as.encoding,
        delimiter=sheet.read_as.delimiter,
        sheet=sheet.read_as.sheet,
    )


def _read_map(path: Path | None) -> Mapping[str, Any]:
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path} cannot be read as JSON: {error}.") from error
    if not isinstance(found, dict):
        raise ConfigurationError(f"{path} holds no JSON object of columns and targets.")
    return found


def _mapped(
    suggested: Sequence[str], wanted: Mapping[str, Any], sheet: Sheet, kind: AssetKind
) -> tuple[str, ...]:
    """The suggestion with the named columns changed; a target taken elsewhere moves. Targets by name or label."""
    targets = {
        fold_header(word): target.name
        for target in targets_of(kind.facet, custodied=kind.is_custodied, kind=kind.code)
        for word in (str(target.label), target.name)
    }
    places = {fold_header(header): place for place, header in enumerate(sheet.headers)}
    columns = list(suggested)
    for header, word in wanted.items():
        place = places.get(fold_header(header))
        if place is None:
            raise ColumnsUnknown(name=header, names=", ".join(sheet.headers))
        target = targets.get(fold_header(str(word or "")), "")
        if word and not target:
            raise ColumnsUnknown(name=word, names=", ".join(sorted(set(targets.values()))))
        columns = ["" if target and found == target else found for found in columns]
        columns[place] = target
    return tuple(columns)


def _creatable(text: str) -> frozenset[str]:
    names = {name.strip() for name in text.split(",") if name.strip()}
    if "all" in names:
        return frozenset(CREATABLE)
    unknown = names - set(CREATABLE)
    if unknown:
        raise InvalidValue(
            field="create_missing",
            reason=f"{', '.join(sorted(unknown))}: choose all, or some of {', '.join(CREATABLE)}.",
        )
    return frozenset(names)


def _named(queryset: Any, name: str, field: str, word: str) -> str:
    if not name:
        return ""
    found = queryset.filter(name__iexact=name).values_list("public_id", flat=True).first()
    if found is None:
        raise InvalidValue(
            field=field, reason=f"no {word} that you may see is called “{name}”. Make it first."
        )
    return str(found)
