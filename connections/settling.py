"""Peopling a practice org: its residents, and what its own users do with the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tenants.models import Tenant

from .practice.models import PracticeOrg
from .practice.opening import find_org
from .practice.rehearsing import (
    change_record,
    convert_lead,
    delete_record,
    merge_records,
    seed,
    undelete_record,
)
from .practice.rules.refusals import Refused
from .practice.store.setups import setup_of
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


class HandRefused(Exception):
    """The org refuses what somebody of it does; `sentences` are its own words."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Hand:
    """What somebody of a practice org (`by`: their full name) does by hand. Outside the walls.

    Everything raises HandRefused when the org refuses it.
    """

    org: PracticeOrg
    by: str

    def create(self, sobject: str, fields: Mapping[str, Any]) -> str:
        """A new record; its id."""
        with _told():
            (record_id,) = seed(self.org, sobject, [fields], by=self.by)
        return record_id

    def change(self, record_id: str, fields: Mapping[str, Any]) -> None:
        """Some fields of a record; None blanks one."""
        with _told():
            change_record(self.org, record_id, fields, by=self.by)

    def convert(self, lead_id: str, *, opportunity: str = "") -> tuple[str, str]:
        """A Lead into an Account and a Contact, whose ids come back; `opportunity`: its name."""
        with _told():
            became = convert_lead(self.org, lead_id, by=self.by, opportunity=opportunity)
        return became.account_id, became.contact_id

    def merge(self, winner_id: str, loser_id: str) -> None:
        """Another record into this one; the other goes to the recycle bin."""
        with _told():
            merge_records(self.org, winner_id, [loser_id], by=self.by)

    def delete(self, record_id: str) -> None:
        """A record into the recycle bin."""
        with _told():
            delete_record(self.org, record_id, by=self.by)

    def undelete(self, record_id: str) -> None:
        """A record out of the recycle bin."""
        with _told():
            undelete_record(self.org, record_id, by=self.by)


def hand_of(tenant: Tenant, by: str) -> Hand | None:
    """Somebody's hand in the tenant's practice org; None when it has none."""
    org = find_org(tenant)
    return Hand(org, by) if org else None


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise HandRefused(tuple(str(one.message) for one in refused.refusals)) from refused
