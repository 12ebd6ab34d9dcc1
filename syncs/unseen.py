"""Codes of Salesforce that no table of ours knows: counted, shown in the admin, and alarmed once.

The lead keeps the answer as it was; this is for those who complete the table.
"""

from __future__ import annotations

import logging
import re
import uuid
from collections import Counter
from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from connections.errors import is_known

from .models import UnseenAnswer

logger = logging.getLogger(__name__)
_MAX_SAMPLE = 500
# E-mail addresses, numbers of five digits and more, and what looks like a token or an id.
_PRIVATE = re.compile(r"\S+@\S+|\+?\d[\d ()./-]{3,}\d|(?=\S*\d)[\w!.~-]{15,}")


def note(tenant_id: uuid.UUID, connection_id: uuid.UUID, told: Iterable[tuple[str, str]]) -> None:
    """Count the (code, message) pairs whose code is unknown; an ERROR is logged for a new code.

    Inside the walls, in the transaction that keeps what they were told of.
    """
    unknown = [(code, message) for code, message in told if not is_known(code)]
    samples = dict(reversed(unknown))
    # In one order, so that two workers wait for each other rather than deadlock.
    for code, times in sorted(Counter(code for code, _ in unknown).items()):
        row, is_new = UnseenAnswer.objects.get_or_create(
            connection_id=connection_id,
            code=code,
            defaults={"tenant_id": tenant_id, "sample": redacted(samples[code])},
        )
        UnseenAnswer.objects.filter(pk=row.pk).update(
            times=F("times") + times, last_seen_at=timezone.now()
        )
        if is_new:
            logger.error(
                "Salesforce answered with a code that the table doesn't know: %s",
                code,
                extra={
                    "tenant_id": str(tenant_id),
                    "connection_id": str(connection_id),
                    "salesforce_code": code,
                    "salesforce_message": row.sample,
                },
            )


def redacted(message: str) -> str:
    """The message without what may tell of a person or open a door, at most 500 characters."""
    return _PRIVATE.sub("…", message)[:_MAX_SAMPLE]
