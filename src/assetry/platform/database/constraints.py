"""Which constraint an error of the database is about, whatever values stand in its words."""

from django.db import IntegrityError


def broken_constraint(error: IntegrityError) -> str:
    """The constraint's name; empty where the database names none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
