"""Calendars as text (RFC 5545): all-day events, escaped, in lines of at most 75 bytes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

MOST_BYTES = 75


@dataclass(frozen=True, slots=True)
class Event:
    """One day of one thing; `uid` stays the same when the day moves."""

    uid: str
    day: date
    summary: str
    url: str


def calendar_text(name: str, events: Iterable[Event], *, stamp: datetime) -> str:
    """The calendar; `stamp` is one instant for all, so that the same events make the same text."""
    made = f"{stamp:%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Assetry//Assetry//EN",
        *folded(f"X-WR-CALNAME:{escaped(name)}"),
    ]
    for event in events:
        lines += _event_lines(event, made)
    lines.append("END:VCALENDAR")
    return "\r\n".join(lines) + "\r\n"


def _event_lines(event: Event, made: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield from folded(f"UID:{event.uid}")
    yield f"DTSTAMP:{made}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield from folded(f"SUMMARY:{escaped(event.summary)}")
    if event.url:
        yield from folded(f"URL:{event.url}")
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Text as a value: no character of it ends the line or the value."""
    cleaned = "".join(
        " " if ord(c) < 32 and c != "\n" else c for c in text.replace("\r\n", "\n").replace("\r", "\n")
    )
    return cleaned.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, the further ones after a space; no character is cut in two."""
    if len(line) <= MOST_BYTES and line.isascii():
        yield line
        return
    piece, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > MOST_BYTES:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + width
    yield piece
