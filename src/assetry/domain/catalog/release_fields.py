"""The fields of products that come in releases, and of releases, described once."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.organization.fields import NAME, NOTE
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.refusals import Text


def _day(name: str, label: Text, *, shown: bool = True) -> Field:
    return Field(name=name, label=label, type=FieldType.DATE, edited_by="edit", default_column=shown, rank=3)


PRODUCT_FIELDS = (
    NAME,
    Field(
        name="code",
        label=_("Code"),
        type=FieldType.CODE,
        edited_by="edit",
        required=True,
        max_length=80,
        help=_("The word of endoflife.date for it, such as windows-server"),
    ),
    Field(
        name="publisher",
        label=_("Publisher"),
        type=FieldType.TEXT,
        edited_by="edit",
        max_length=120,
        default_column=True,
    ),
    Field(
        name="also",
        label=_("Also known as"),
        type=FieldType.LONG_TEXT,
        edited_by="edit",
        max_length=2000,
        filterable=False,
        help=_("Further names by which assets know it, one a line"),
    ),
    Field(
        name="link",
        label=_("Support page"),
        type=FieldType.TEXT,
        edited_by="edit",
        format="url",
        max_length=300,
    ),
    NOTE,
)
RELEASE_FIELDS = (
    Field(name="name", label=_("Name"), type=FieldType.TEXT, sort="name_sort", max_length=200, rank=0),
    Field(
        name="product",
        label=_("Product"),
        type=FieldType.REFERENCE,
        reference="released_product",
        edited_by="edit",
        required=True,
        rank=2,
    ),
    Field(
        name="line",
        label=_("Release"),
        type=FieldType.CODE,
        edited_by="edit",
        required=True,
        max_length=60,
        synonyms=("cycle", "version", "release line"),
    ),
    _day("released_on", _("Released")),
    _day("active_until", _("Active support to")),
    _day("security_until", _("Security support to")),
    _day("extended_until", _("Extended support to")),
    Field(
        name="latest_version", label=_("Latest version"), type=FieldType.CODE, edited_by="edit", max_length=60
    ),
    Field(name="source", label=_("Source"), type=FieldType.TEXT, edited_by="edit", max_length=300),
    Field(name="source_as_of", label=_("As of"), type=FieldType.DATE, edited_by="edit"),
    NOTE,
)
