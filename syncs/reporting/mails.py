"""Mails that the embedded run keeps in files instead of sending them."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, datetime
from pathlib import Path

from syncs.page_values import Mail

NEWEST = 100
# Django's file backend writes one file a connection, and a line of dashes after each mail. In a
# mail's own text such a line is followed by something else than a header or the end.
_END = re.compile(rb"\n-{79}\n(?=Content-Type:|\Z)")


def read_mails(folder: Path) -> tuple[Mail, ...]:
    """The newest mails of the folder, the newest first; none when there is no folder."""
    if not folder.is_dir():
        return ()
    files = sorted(folder.glob("*.log"), key=lambda path: path.name, reverse=True)[:NEWEST]
    mails = [mail for path in files for mail in _mails_of(path)]
    return tuple(sorted(mails, key=lambda mail: mail.sent_at, reverse=True)[:NEWEST])


def _mails_of(path: Path) -> list[Mail]:
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    parts = [part for part in _END.split(path.read_bytes()) if part.strip()]
    return [
        _mail(f"{path.stem}-{number}", part, written) for number, part in enumerate(parts, start=1)
    ]


def _mail(mail_id: str, raw: bytes, written: datetime) -> Mail:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body(("plain",))
    date = message["Date"]
    sent_at = date.datetime if date is not None else None
    return Mail(
        id=mail_id,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        sent_at=sent_at.astimezone(UTC) if sent_at else written,
        text=str(body.get_content()) if body else "",
    )
