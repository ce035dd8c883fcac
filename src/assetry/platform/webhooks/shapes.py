"""A message in the words of who receives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from assetry.platform.webhooks.models import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that a message tells of: a title, where it is, and its facts."""

    title: str
    url: str
    text: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is told: a kind for programs, a headline for people, and the things."""

    kind: str
    headline: str
    lines: Sequence[Line]


def body_of(message: Message, shape: str, *, at: datetime) -> str:
    """The message as JSON of that shape."""
    make = {Shape.SLACK: _slack, Shape.TEAMS: _teams}.get(Shape(shape))
    content = make(message) if make else _standard(message, at)
    return msgspec.json.encode(content).decode()


def _standard(message: Message, at: datetime) -> dict[str, Any]:
    things = [{"title": line.title, "url": line.url, **line.data} for line in message.lines]
    return {
        "type": message.kind,
        "timestamp": at.isoformat(),
        "data": {"headline": message.headline, "things": things},
    }


def _slack(message: Message) -> dict[str, Any]:
    lines = [f"• <{line.url}|{_plain(line.title)}> {_plain(line.text)}" for line in message.lines]
    return {"text": "\n".join([f"*{_plain(message.headline)}*", *lines])}


def _plain(text: str) -> str:
    """Slack's own characters as text: nothing that somebody typed calls a channel or hides a link."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(character, entity)
    return text


def _teams(message: Message) -> dict[str, Any]:
    """An adaptive card; its runs of text are no Markdown."""
    bold = {"type": "TextRun", "text": message.headline, "weight": "Bolder"}
    head = {"type": "RichTextBlock", "inlines": [bold]}
    things = [
        {
            "type": "RichTextBlock",
            "inlines": [
                {
                    "type": "TextRun",
                    "text": line.title,
                    "selectAction": {"type": "Action.OpenUrl", "url": line.url},
                },
                {"type": "TextRun", "text": f" {line.text}"},
            ],
        }
        for line in message.lines
    ]
    card = {"type": "AdaptiveCard", "version": "1.4", "body": [head, *things]}
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}
