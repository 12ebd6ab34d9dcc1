"""What the people of an org do: seed data, changes by hand, conversion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from tenants import walls

from .models import PracticeOrg, PracticeRecord
from .rules.refusals import Refused
from .rules.stamps import to_second
from .rules.values import Value
from .standard.picklists import CONVERTED_STATUS
from .store.deleting import delete_all
from .store.drafts import Options, Save, Saved
from .store.orgs import Session, setup_of, take_serial
from .store.rows import fill
from .store.saving import save_all

_BY_HAND = Options(assign="FALSE")
_SEEDING = Options(assign="FALSE", seeded=True)
_CHUNK = 2_000
# Lead field → Contact field, as Salesforce's own conversion carries them.
_CARRIED: Mapping[str, str] = {
    "FirstName": "FirstName",
    "LastName": "LastName",
    "Salutation": "Salutation",
    "Title": "Title",
    "Email": "Email",
    "Phone": "Phone",
    "MobilePhone": "MobilePhone",
    "Fax": "Fax",
    "LeadSource": "LeadSource",
    "Street": "MailingStreet",
    "City": "MailingCity",
    "State": "MailingState",
    "PostalCode": "MailingPostalCode",
    "Country": "MailingCountry",
}


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a converted Lead became."""

    account_id: str
    contact_id: str


def _session(org: PracticeOrg, by: str, at: datetime | None) -> Session:
    current = take_serial(org.pk)
    setup = setup_of(current)
    named = [user for user in setup.users if by in {user.name, user.username}]
    user = named[0] if named else setup.users_by_id[setup.api_user]
    return Session(current, setup, user, current.serial, to_second(at or timezone.now()))


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


def convert_lead(
    org: PracticeOrg,
    lead_id: str,
    *,
    by: str,
    carried: Sequence[str] = (),
    at: datetime | None = None,
) -> Conversion:
    """Convert a Lead to a new Account and Contact.

    `carried`: custom fields that go along; an admin has to map them (salesforce-facts 13).
    Duplicate rules don't run. Raises Refused when a record is refused.
    """
    with walls.inside(org.tenant_id):
        session = _session(org, by, at)
        lead = PracticeRecord.objects.select_for_update(no_key=True).get(org=org, sf_id=lead_id)
        owner = session.setup.users_by_id.get(lead.owner, session.user).id
        account_id = _create(session, "Account", {"Name": lead.values["Company"], "OwnerId": owner})
        person = {to: lead.values[name] for name, to in _CARRIED.items() if name in lead.values}
        person |= {name: lead.values[name] for name in carried if name in lead.values}
        contact_id = _create(
            session, "Contact", {**person, "AccountId": account_id, "OwnerId": owner}
        )
        _mark(session, lead, Conversion(account_id, contact_id))
    return Conversion(account_id, contact_id)


def _create(session: Session, sobject: str, values: Mapping[str, Value]) -> str:
    quiet = Options(assign="FALSE", runs_duplicate_rules=False)
    return _ids(save_all(session, [Save(session.setup.objects[sobject], values)], quiet))[0]


def _mark(session: Session, lead: PracticeRecord, became: Conversion) -> None:
    converted = {
        "IsConverted": True,
        "Status": CONVERTED_STATUS,
        "ConvertedDate": session.now.date().isoformat(),
        "ConvertedAccountId": became.account_id,
        "ConvertedContactId": became.contact_id,
    }
    fill(lead, session.setup.objects["Lead"], converted)
    lead.modified_at, lead.modified_by = session.now, session.user.id
    lead.save()
