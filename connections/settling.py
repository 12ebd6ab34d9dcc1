"""Peopling a practice org: its residents, as its own users made and changed them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .practice.models import PracticeOrg
from .practice.rehearsing import change_record, convert_lead, seed
from .practice.store.orgs import setup_of
from .residents import Seed


def settle(org: PracticeOrg, seeds: Iterable[Seed]) -> dict[str, str]:
    """Put the seeds into the org; returns the ids of its queues by their names."""
    setup = setup_of(org)
    users = {user.name: user.id for user in setup.users}
    for sobject, fields, owner, changes in seeds:
        (record_id,) = seed(org, sobject, [{**fields, "OwnerId": users[owner]}], by=owner)
        _work_on(org, record_id, changes, by=owner)
    return {queue.name: queue.id for queue in setup.queues}


def _work_on(org: PracticeOrg, record_id: str, changes: Mapping[str, Any], *, by: str) -> None:
    if changes.get("convert"):
        convert_lead(org, record_id, by=by)
    elif changes:
        change_record(org, record_id, changes, by=by)
