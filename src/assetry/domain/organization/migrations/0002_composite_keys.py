"""Rows of the organization point only to rows of their own company."""

from django.db import migrations

from assetry.platform.database.composite_keys import same_company


class Migration(migrations.Migration):
    """Composite foreign keys (column, company) → (id, company)."""

    dependencies = [("organization", "0001_initial")]
    operations = [
        same_company("organization_location", "parent_id", "organization_location"),
        same_company("organization_location", "manager_id", "organization_person"),
        same_company("organization_department", "parent_id", "organization_department"),
        same_company("organization_department", "head_id", "organization_person"),
        same_company("organization_person", "department_id", "organization_department"),
        same_company("organization_person", "location_id", "organization_location"),
    ]
