"""A mail server of our own, spoken to by real SMTP."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.support.running import free_port

NEVER = "never"
LONGER_THAN_ANYBODY_WAITS = 3


@dataclass
class Inbox:
    """What arrived; `answers` are given to recipients one after the other, then 250; NEVER is no answer in time."""

    answers: list[str] = field(default_factory=list)
    messages: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == NEVER:
            await asyncio.sleep(LONGER_THAN_ANYBODY_WAITS)
            return "451 Too late"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 Accepted"

    @property
    def url(self) -> str:
        """The value of ASSETRY_SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}?from=it@larkfield.example"


@contextmanager
def mail_server(*answers: str) -> Iterator[Inbox]:
    """Listening on a free port until the end of the block."""
    inbox = Inbox(list(answers), port=free_port())
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()
