"""The fields of users, roles and groups, described once."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.organization.fields import NAME
from assetry.kernel.fields import Field, FieldType

USER_FIELDS = (
    Field(
        name="name",
        label=_("Name"),
        type=FieldType.TEXT,
        edited_by="edit",
        required=True,
        max_length=150,
        personal=True,
        sort="name",
        rank=0,
        default_column=True,
    ),
    Field(name="email", label=_("E-mail"), type=FieldType.TEXT, personal=True, default_column=True),
    Field(name="is_active", label=_("Active"), type=FieldType.YES_NO, edited_by="edit", default_column=True),
    Field(name="last_login", label=_("Last sign-in"), type=FieldType.INSTANT, default_column=True),
)
ROLE_FIELDS = (
    NAME,
    Field(name="is_built_in", label=_("Comes with Assetry"), type=FieldType.YES_NO, default_column=True),
)
GROUP_FIELDS = (NAME,)

GRANT_FIELDS = (
    Field(name="user", label=_("User"), type=FieldType.REFERENCE, reference="user", default_column=True),
    Field(name="group", label=_("Group"), type=FieldType.REFERENCE, reference="group", default_column=True),
    Field(name="role", label=_("Role"), type=FieldType.REFERENCE, reference="role", default_column=True),
    Field(
        name="company",
        label=_("Company"),
        type=FieldType.REFERENCE,
        reference="company",
        tree=True,
        default_column=True,
    ),
    Field(
        name="location",
        label=_("Location"),
        type=FieldType.REFERENCE,
        reference="location",
        tree=True,
        default_column=True,
    ),
    Field(
        name="category",
        label=_("Category"),
        type=FieldType.REFERENCE,
        reference="category",
        default_column=True,
    ),
    Field(name="kind", label=_("Kind"), type=FieldType.REFERENCE, reference="kind", default_column=True),
)
