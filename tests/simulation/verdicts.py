"""What has to be true of every history, whatever went wrong in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from syncs.states import IN_SALESFORCE, State

from .history import History


def wrongs(history: History, *, ended: bool) -> list[str]:
    """Everything that isn't as it has to be, in words."""
    return [
        *history.crashes,
        *history.org.wrongs,
        *_lost(history, ended=ended),
        *_recorded(history),
        *_order(history),
    ]


def _lost(history: History, *, ended: bool) -> Iterator[str]:
    """Every lead ended, once, and the ledger says the same."""
    leads = history.house.leads
    if not ended:
        yield f"{len(history.house.pending())} leads never ended, {history.wire.flying} calls flew"
    for lead in leads.values():
        if lead.ends != (0 if lead.due is not None else 1):
            yield f"{lead.pk} ended {lead.ends} times"
    counted = {state: count for state, count in history.house.ledger.items() if count}
    if counted != Counter(lead.state for lead in leads.values()):
        yield f"the ledger has {counted}"


def _recorded(history: History) -> Iterator[str]:
    """What is said of a lead is so: its record is its own person's, and was created once."""
    made: Counter[str] = Counter()
    for lead in history.house.leads.values():
        if lead.state not in IN_SALESFORCE:
            continue
        rows = {**history.org.tables.rows["Lead"], **history.org.tables.rows["Contact"]}
        row = rows.get(lead.record_id)
        if row is None:
            yield f"{lead.pk} is {lead.state} in a record that never was: {lead.record_id!r}"
        elif row["LastName"] != lead.payload["person"]["last_name"]:
            yield f"{lead.pk} is {lead.state} in the record of {row['LastName']}"
        made[lead.record_id] += lead.state is State.CREATED
    for record_id, count in made.items():
        if count > 1:
            yield f"{count} leads say that they created {record_id}"
        # What a rep merged or converted it into bears the rep's name.
        if count and record_id not in history.org.created and not history.touched:
            yield f"{record_id} is said to be ours"


def _order(history: History) -> Iterator[str]:
    """The newest title stands, whatever the order in which the leads came.

    That isn't promised where a request outlived its worker, nor after a person's own edits.
    """
    if history.touched or history.wire.late or history.trouble.stall:
        return
    newest: dict[str, tuple[datetime, str, str]] = {}
    for lead in history.house.leads.values():
        title = str(lead.payload["person"].get("title") or "")
        if title and lead.state in IN_SALESFORCE:
            at = datetime.fromisoformat(str(lead.payload["occurred_at"]))
            one = (min(at, lead.received_at), str(lead.pk), title)
            newest[lead.record_id] = max(newest.get(lead.record_id, one), one)
    for record_id, (_, _, title) in newest.items():
        stands = history.org.tables.row(record_id).get("Title")
        if stands != title:
            yield f"{record_id} has {stands!r} instead of {title!r}"
