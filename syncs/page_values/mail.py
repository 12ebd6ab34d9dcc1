"""Mails that the embedded run keeps instead of sending them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Mail:
    """A mail; `text` may hold addresses, which the page makes clickable."""

    id: str
    to: str
    subject: str
    sent_at: datetime
    text: str = ""


@dataclass(frozen=True)
class MailPage:
    """The list, newest first, and the one that is opened."""

    now: datetime
    mails: tuple[Mail, ...]
    opened: Mail | None = None
