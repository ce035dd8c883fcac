"""How a log record is written: without secrets, and so that no text of a user can look like another record."""

import json
import logging
import re
import unicodedata
from datetime import UTC, datetime
from typing import Final

from assetry.platform.redactor.redact import redact_text

_PLAIN: Final = re.compile(r"[\x20-\x7e]*")
_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Before each line of a traceback: no record begins like this.
_MARGIN: Final = "  | "


def one_line(text: str) -> str:
    """Line ends, controls, terminal codes and direction marks written out: `\\n`, `\\x1b`, `\\u202e`."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(_written(char) if unicodedata.category(char) in _STEERING else char for char in text)


def _written(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii") if char != "\ud800" else "\\ud800"


class PlainLines(logging.Formatter):
    """For people: one line per record; a traceback stands below it behind a margin."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        head = f"{_time(record)} {record.levelname} {record.name} {_message(record)}"
        lines = _traceback(self, record).splitlines()
        return "\n".join([head, *(f"{_MARGIN}{one_line(line)}" for line in lines)])


class JsonLines(logging.Formatter):
    """For machines: one JSON object per line, a traceback inside it."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON in ASCII."""
        told = {
            "at": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "traceback": _traceback(self, record) or None,
        }
        return json.dumps({name: value for name, value in told.items() if value is not None})


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _message(record: logging.LogRecord) -> str:
    return one_line(redact_text(record.getMessage()))


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    parts = [formatter.formatException(record.exc_info)] if record.exc_info and record.exc_info[0] else []
    parts += [record.stack_info] if record.stack_info else []
    return redact_text("\n".join(parts))
