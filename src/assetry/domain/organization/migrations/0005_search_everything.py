"""Companies and departments are found too, and everybody by the words of custom fields."""

from django.db import migrations

from assetry.platform.search.triggers import searchable_again


class Migration(migrations.Migration):
    """Search documents kept by triggers."""

    dependencies = [("organization", "0004_custom_fields"), ("search", "0002_two_indexes")]
    operations = [
        searchable_again(
            "organization_person", "person", ("name", "email", "username", "employee_number", "job_title")
        ),
        searchable_again("organization_location", "location", ("path_name",)),
        searchable_again("organization_supplier", "supplier", ("name", "email")),
        searchable_again("organization_department", "department", ("path_name",)),
        searchable_again("organization_company", "company", ("name",)),
    ]
