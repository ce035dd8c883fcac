"""People, locations and suppliers are found by their words."""

from django.db import migrations

from assetry.platform.search.triggers import searchable


class Migration(migrations.Migration):
    """Search documents kept by triggers."""

    dependencies = [("organization", "0002_composite_keys"), ("search", "0001_initial")]
    operations = [
        searchable(
            "organization_person",
            "person",
            "concat_ws(' ', r.name, r.email, r.username, r.employee_number, r.job_title)",
            ("name", "email", "username", "employee_number", "job_title"),
        ),
        searchable("organization_location", "location", "r.path_name", ("path_name",)),
        searchable("organization_supplier", "supplier", "r.name", ("name",)),
    ]
