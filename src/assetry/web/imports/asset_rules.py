"""What can be decided about an import of assets: statuses, defaults, what finds an asset, what may be made."""

from collections.abc import Sequence

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.imports.options import CREATABLE
from assetry.domain.assets.imports.suggesting import StatusWord, status_words, statuses_of, unclear_dates
from assetry.domain.assets.imports.words import fold
from assetry.domain.assets.status_models import Status
from assetry.domain.catalog.models import AssetKind, Category
from assetry.domain.organization.queries import list_companies
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.reading import Sheet
from assetry.platform.permissions.actor import Actor
from assetry.web.components.fields import FieldView, Option
from assetry.web.imports.forms import STATUS
from assetry.web.imports.rules import Rules, StatusLine, erases_field, select


def asset_rules(actor: Actor, kind: AssetKind, sheet: Sheet, options: ImportOptions) -> Rules:
    """The part of the page that only assets have."""
    statuses = statuses_of(actor, kind)
    words = status_words(sheet, options.columns, statuses)
    return Rules(
        fields=[*_rules(actor, kind, options), erases_field(options)],
        statuses=[_status_line(place, word, options, statuses) for place, word in enumerate(words)],
        unclear_dates=unclear_dates(sheet, options, kind),
    )


def _status_line(
    place: int, word: StatusWord, options: ImportOptions, statuses: Sequence[Status]
) -> StatusLine:
    chosen = options.statuses.get(fold(word.word), word.suggestion)
    choices = [Option(value="", label=_("Refuse these rows"), chosen=not chosen)]
    choices += [Option(value=s.name, label=s.name, chosen=s.name == chosen) for s in statuses]
    label = _("Status for %(word)s") % {"word": word.word}
    field = FieldView(
        name=f"{STATUS}{fold(word.word)}", id=f"s{place}", label=label, widget="select", options=choices
    )
    return StatusLine(word=Truncator(word.word).chars(60), count=word.count, field=field)


def _rules(actor: Actor, kind: AssetKind, options: ImportOptions) -> list[FieldView]:
    companies = [
        ("", _("none: refuse the row")),
        *((company.public_id, company.name) for company in list_companies(actor, P.IMPORT)),
    ]
    categories = Category.objects.visible_to(actor).filter(kind=kind, is_archived=False).order_by("name_sort")
    words = {
        "company": _("Companies"),
        "location": _("Locations"),
        "supplier": _("Suppliers"),
        "manufacturer": _("Manufacturers"),
        "model": _("Models"),
        "category": _("Categories"),
        "person": _("People"),
    }
    create = [Option(value=name, label=words[name], chosen=name in options.create) for name in CREATABLE]
    keys = (
        ("asset_tag", _("its tag, else its serial number")),
        ("serial_number", _("its serial number, else its tag")),
    )
    return [
        select("company", _("Company of rows without one"), companies, options.company),
        select(
            "category",
            _("Category of new assets without one"),
            [("", _("the model’s")), *((c.public_id, c.name) for c in categories)],
            options.category,
        ),
        select("match", _("A row means the asset with"), keys, options.match, half=False),
        FieldView(
            name="create",
            label=_("Make what is missing"),
            widget="checkboxes",
            options=create,
            help=_("What is ticked and not there yet is made along; the dry run counts it first."),
        ),
    ]
