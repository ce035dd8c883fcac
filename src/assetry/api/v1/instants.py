"""Instants as clients send them: with any offset that ISO 8601 has, kept in UTC."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime


def in_utc(instant: datetime) -> datetime:
    """The same instant in UTC. PostgreSQL reads offsets only up to 15:59, ISO 8601 has them up to 23:59."""
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise ValueError("in UTC it lies outside the years 1 to 9999") from None


type Instant = Annotated[AwareDatetime, AfterValidator(in_utc)]
