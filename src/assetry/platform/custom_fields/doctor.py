"""Doctor's look at custom fields: none waits for an index that could not be built."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assetry.platform.custom_fields.models import CustomFieldDefinition
from assetry.platform.doctor.checks import REGISTER, Check, Finding, Level, register_checks


def register() -> None:
    """Register the check of custom fields."""
    register_checks(Check(name="custom_fields", label=_("Custom fields"), group=REGISTER, run=look_at_fields))


def look_at_fields(_at: datetime) -> Finding:
    """A field whose index failed is neither unique nor sortable, whatever its definition says."""
    failed = CustomFieldDefinition.objects.exclude(problem="").order_by("entity", "code")
    rows = tuple(f"{row.entity}.{row.code}: {row.problem}" for row in failed)
    if rows:
        return Finding(
            level=Level.WARNING,
            detail=_("Fields whose index could not be built: %(n)d.") % {"n": len(rows)},
            mend=_(
                "Settings → Custom fields says beside each what stands in the way; correct the values there named."
            ),
            rows=rows,
        )
    return Finding(detail=_("Every custom field is what its definition says."))
