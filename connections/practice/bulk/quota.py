"""What bulk jobs may use up in a day (salesforce-facts 6; limits as in facts 2.2).

Days are UTC days, as the count of API calls has them; Salesforce lets 24 hours roll.
"""

from __future__ import annotations

from connections.practice.models import PracticeOrg
from connections.practice.store.orgs import Session, locked

from .requests import job_error

MAX_BATCHES, MAX_QUERIES = 15_000, 10_000
# Rows of one of Salesforce's own batches: what an upload is counted in.
BATCH = 10_000


def batches_for(rows: int) -> int:
    """How many of Salesforce's batches an upload of `rows` takes."""
    return -(-rows // BATCH)


def used(session: Session) -> tuple[int, int]:
    """Batches and query jobs used today."""
    return _today(session, session.org)


def _today(session: Session, org: PracticeOrg) -> tuple[int, int]:
    if org.bulk_day != session.now.date():
        return 0, 0
    return org.bulk_batches, org.bulk_queries


def spend(session: Session, *, batches: int = 0, queries: int = 0) -> None:
    """Use up some of today's. Raises Refused, 400 EXCEEDEDQUOTA, when not so many are left.

    Locks the org's row until the transaction ends, so that no two calls take the last one.
    """
    org = locked(session.org.pk)
    had_batches, had_queries = _today(session, org)
    _check("batches", batches, MAX_BATCHES - had_batches)
    _check("query jobs", queries, MAX_QUERIES - had_queries)
    org.bulk_day = session.now.date()
    org.bulk_batches, org.bulk_queries = had_batches + batches, had_queries + queries
    org.save(update_fields=["bulk_day", "bulk_batches", "bulk_queries"])


def _check(what: str, wanted: int, left: int) -> None:
    if wanted > left:
        message = f"The Job takes {wanted} {what}, {max(left, 0)} are left for this day"
        raise job_error(message, "ExceededQuota")
