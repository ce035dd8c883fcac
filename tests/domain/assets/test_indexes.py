"""Each index on asset costs every write: at most twelve beside those of custom fields (ADR 0005, 0061).

Two partial ones more, for what lies in an asset: ADR 0079.
"""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

_INDEXES = """
    SELECT indexname FROM pg_indexes WHERE tablename = 'assets_asset' AND NOT starts_with(indexname, 'custom_field_')
"""


def test_asset_has_twelve_indexes_and_two_of_what_lies_in_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES)
        assert len(cursor.fetchall()) <= 14


@pytest.mark.parametrize("name", ["asset_place", "asset_what", "asset_status"])
def test_the_planner_is_told_what_goes_together(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_statistic_ext WHERE stxname = %s", [name])
        assert cursor.fetchone() == (1,)
