"""The fields of a relation, described once."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.relation_models import AssetRelation
from assetry.domain.assets.relation_types import RELATION_TYPES
from assetry.kernel.fields import Choice, Field, FieldType

_EDIT = "edit"
RELATION_FIELDS = (
    Field(
        name="source",
        label=_("From"),
        type=FieldType.REFERENCE,
        reference="asset",
        edited_by=_EDIT,
        required=True,
        default_column=True,
        rank=0,
        synonyms=("source tag", "from tag", "asset", "asset tag"),
    ),
    Field(
        name="type",
        label=_("Relation"),
        type=FieldType.CHOICE,
        choices=tuple(Choice(code, one.label) for code, one in RELATION_TYPES.items()),
        edited_by=_EDIT,
        required=True,
        default_column=True,
        rank=0,
        synonyms=("relation type", "relationship"),
    ),
    Field(
        name="target",
        label=_("To"),
        type=FieldType.REFERENCE,
        reference="asset",
        edited_by=_EDIT,
        required=True,
        default_column=True,
        rank=0,
        synonyms=("target tag", "to tag", "related to"),
    ),
    Field(
        name="starts_at",
        label=_("Since"),
        type=FieldType.INSTANT,
        sort="starts_at",
        default_column=True,
        rank=2,
    ),
    Field(
        name="origin",
        label=_("Origin"),
        type=FieldType.CHOICE,
        choices=tuple(Choice(value, label) for value, label in AssetRelation.Origin.choices),
        rank=3,
        default_column=True,
    ),
    Field(
        name="company", label=_("Company"), type=FieldType.REFERENCE, reference="company", tree=True, rank=3
    ),
    Field(
        name="note",
        label=_("Note"),
        type=FieldType.LONG_TEXT,
        edited_by=_EDIT,
        max_length=2000,
        filterable=False,
    ),
)
