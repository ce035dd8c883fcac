"""Telling a database that is away, or a disk out of room, from an error of ours."""

import errno
import logging

import psycopg

# connection exceptions; shutting down, starting up, crashed; disk full
OUTAGE_STATES = ("08", "57P", "53100")


def outage_of(error: BaseException | None) -> psycopg.OperationalError | None:
    """The outage behind an exception, found along what caused it; None when it is something else."""
    while error is not None:
        if isinstance(error, psycopg.OperationalError) and (error.sqlstate or "08").startswith(OUTAGE_STATES):
            return error
        error = error.__cause__ or error.__context__
    return None


def no_room_in(error: BaseException | None) -> OSError | None:
    """The full disk behind an exception, where it is one of our own files; None when it is something else."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return error
        error = error.__cause__ or error.__context__
    return None


class OutageInOneLine(logging.Filter):
    """Log an outage as one line, without the traceback: it says nothing that the line does not."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True; a record about an outage is shortened first."""
        raised = record.exc_info[1] if record.exc_info else None
        outage = outage_of(raised) or no_room_in(raised)
        if outage:
            what = " ".join(record.getMessage().split())
            why = " ".join(str(outage).split())
            record.msg, record.args, record.exc_info = f"{what} ({why})", (), None
        return True
