"""What the people of an org do: seed data, changes by hand, conversion, merging, deleting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from tenants import walls

from .models import PracticeOrg, PracticeRecord
from .rules.refusals import Refused
from .rules.stamps import to_second
from .standard.picklists import CONVERTED_STATUS
from .store.converting import Conversion, Wish, convert
from .store.deleting import delete_all
from .store.drafts import Saved
from .store.merging import merge, undelete
from .store.orgs import Session, take_serial
from .store.saves import Options, Save
from .store.saving import save_all
from .store.setups import setup_of

_BY_HAND = Options(assign="FALSE")
_SEEDING = Options(assign="FALSE", seeded=True)
_CHUNK = 2_000


def _session(org: PracticeOrg, by: str, at: datetime | None) -> Session:
    current = take_serial(org.pk)
    setup = setup_of(current)
    named = [user for user in setup.users if by in {user.name, user.username}]
    user = named[0] if named else setup.users_by_id[setup.api_user]
    moment = to_second(at or timezone.now())
    return Session(current, setup, user, current.serial, moment, source="admin")


def seed(
    org: PracticeOrg,
    sobject: str,
    records: Sequence[Mapping[str, Any]],
    *,
    by: str = "",
    at: datetime | None = None,
) -> list[str]:
    """Create records, any number, without assignment rules; returns their ids.

    `by`: who made them (a user's name), else the integration user; `at`: when, else now.
    Raises Refused at the first record that the org refuses.
    """
    return [
        saved
        for chunk in _chunks(records)
        for saved in _save_chunk(org, sobject, chunk, by=by, at=at)
    ]


def _chunks(records: Sequence[Mapping[str, Any]]) -> list[Sequence[Mapping[str, Any]]]:
    return [records[start : start + _CHUNK] for start in range(0, len(records), _CHUNK)]


def _save_chunk(
    org: PracticeOrg,
    sobject: str,
    records: Sequence[Mapping[str, Any]],
    *,
    by: str,
    at: datetime | None,
) -> list[str]:
    with walls.inside(org.tenant_id):
        session = _session(org, by, at)
        kind = session.setup.objects[sobject]
        saves = [Save(kind, record) for record in records]
        return _ids(save_all(session, saves, _SEEDING))


def _ids(results: Sequence[Saved]) -> list[str]:
    for saved in results:
        if saved.refusals:
            raise Refused(*saved.refusals)
    return [saved.id for saved in results]


def change_record(
    org: PracticeOrg,
    record_id: str,
    changes: Mapping[str, Any],
    *,
    by: str,
    at: datetime | None = None,
) -> None:
    """Change a record as a person of the org (by name) would. Raises Refused."""
    with walls.inside(org.tenant_id):
        session = _session(org, by, at)
        kept = PracticeRecord.objects.get(org=org, sf_id=record_id)
        kind = session.setup.objects[kept.sobject]
        _ids(save_all(session, [Save(kind, changes, record_id=record_id)], _BY_HAND))


def delete_record(org: PracticeOrg, record_id: str, *, by: str) -> None:
    """Delete a record as a person of the org would. Raises Refused."""
    with walls.inside(org.tenant_id):
        _ids(delete_all(_session(org, by, None), [record_id]))


def undelete_record(org: PracticeOrg, record_id: str, *, by: str) -> None:
    """Take a record out of the recycle bin. Raises Refused when a unique value of it is taken."""
    with walls.inside(org.tenant_id):
        undelete(_session(org, by, None), record_id)


def merge_records(
    org: PracticeOrg,
    winner_id: str,
    loser_ids: Sequence[str],
    *,
    by: str,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Merge one or two Leads, Contacts or Accounts into another, as a person would.

    Losers are deleted and name the winner in MasterRecordId; the winner gets `changes`.
    Raises Refused: CANNOT_UPDATE_CONVERTED_LEAD, INVALID_OPERATION, or what a save raises.
    """
    with walls.inside(org.tenant_id):
        merge(_session(org, by, None), winner_id, loser_ids, changes=changes or {})


def convert_lead(
    org: PracticeOrg,
    lead_id: str,
    *,
    by: str,
    carried: Sequence[str] = (),
    at: datetime | None = None,
    account_id: str = "",
    contact_id: str = "",
    opportunity: str = "",
    status: str = CONVERTED_STATUS,
) -> Conversion:
    """Convert a Lead to an Account and a Contact: new ones, or those of the given ids.

    `opportunity`: the name of one to be made too. `carried`: custom fields that go along; an
    admin has to map them (salesforce-facts 13). An existing Contact only has its blanks filled.
    Duplicate rules don't run. Raises Refused when a record is refused.
    """
    wish = Wish(status, account_id, contact_id, opportunity, tuple(carried))
    with walls.inside(org.tenant_id):
        return convert(_session(org, by, at), lead_id, wish)
