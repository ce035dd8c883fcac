"""Instants of clients: whatever their offset, the database never sees it."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from assetry.api.v1.instants import Instant

READ: TypeAdapter[datetime] = TypeAdapter(Instant)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-11-24T10:00:00Z", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("2026-11-24T10:00:00+02:00", datetime(2026, 11, 24, 8, tzinfo=UTC)),
        ("4995-11-07T05:11:00-16:46", datetime(4995, 11, 7, 21, 57, tzinfo=UTC)),
    ],
)
def test_an_instant_is_kept_in_utc(text: str, utc: datetime) -> None:
    read = READ.validate_python(text)
    assert (read, read.tzinfo) == (utc, UTC)


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-01:00", "2026-11-24T10:00:00"]
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(text)
