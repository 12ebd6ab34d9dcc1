"""Converting a Lead: to a new or existing Account and Contact, and maybe an Opportunity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connections.practice.models import PracticeRecord
from connections.practice.rules.conversion import (
    account_of,
    blanks_filled,
    check_convertible,
    contact_of,
    opportunity_of,
)
from connections.practice.rules.refusals import Refusal, Refused

from .orgs import Session
from .relatives import move_activities, move_members
from .rows import fill, row_of
from .saves import Options, Save
from .saving import save_all

# Duplicate rules don't run on a conversion (salesforce-facts 7.2).
QUIET = Options(assign="FALSE", runs_duplicate_rules=False)


@dataclass(frozen=True, slots=True)
class Wish:
    """How a Lead is to be converted; "" makes a new record.

    `opportunity`: the name of one to be made, "" for none. `carried`: custom fields that go
    along. `status`: a converted one.
    """

    status: str
    account_id: str = ""
    contact_id: str = ""
    opportunity: str = ""
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a converted Lead became."""

    account_id: str
    contact_id: str
    opportunity_id: str = ""


def convert(session: Session, lead_id: str, wish: Wish) -> Conversion:
    """Convert a Lead. Raises Refused when it can't be, or when a record is refused."""
    lead = locked_record(session, lead_id, "Lead")
    values = row_of(lead)
    check_convertible(values)
    owner = session.setup.users_by_id.get(lead.owner, session.user).id
    contact = locked_record(session, wish.contact_id, "Contact") if wish.contact_id else None
    account_id = wish.account_id or str(contact.values.get("AccountId", "") if contact else "")
    if account_id:
        locked_record(session, account_id, "Account")
    else:
        account_id = _create(session, "Account", {**account_of(values), "OwnerId": owner})
    person = {**contact_of(values, wish.carried), "AccountId": account_id}
    if contact:
        _fill_blanks(session, contact, person)
        contact_id = contact.sf_id
    else:
        contact_id = _create(session, "Contact", {**person, "OwnerId": owner})
    opportunity_id = ""
    if wish.opportunity:
        deal = opportunity_of(wish.opportunity, session.now.date())
        deal |= {"AccountId": account_id, "OwnerId": owner}
        opportunity_id = _create(session, "Opportunity", deal)
    became = Conversion(account_id, contact_id, opportunity_id)
    _mark(session, lead, became, status=wish.status)
    move_activities(session, [lead.sf_id], contact_id)
    move_members(session, [lead.sf_id], contact_id)
    return became


def locked_record(session: Session, record_id: str, sobject: str) -> PracticeRecord:
    """A living record, locked. Raises Refused when there is none of that object."""
    records = PracticeRecord.objects.select_for_update(no_key=True)
    found = records.filter(org=session.org, sobject=sobject, sf_id=record_id).first()
    if found is None:
        raise Refused(Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"))
    if found.deleted:
        raise Refused(Refusal("ENTITY_IS_DELETED", "entity is deleted"))
    return found


def saved_id(session: Session, save: Save, options: Options) -> str:
    """Save one record; its id. Raises Refused."""
    (saved,) = save_all(session, [save], options)
    if saved.refusals:
        raise Refused(*saved.refusals)
    return saved.id


def _create(session: Session, sobject: str, values: Mapping[str, Any]) -> str:
    return saved_id(session, Save(session.setup.objects[sobject], values), QUIET)


def _fill_blanks(session: Session, contact: PracticeRecord, person: Mapping[str, Any]) -> None:
    kept = contact.values.get("AccountId")
    if kept and kept != person["AccountId"]:
        message = "Contact ID: the contact isn't one of the account that was chosen"
        raise Refused(Refusal("INVALID_CROSS_REFERENCE_KEY", message, ("ContactId",)))
    missing = blanks_filled(contact.values, person)
    if missing:
        kind = session.setup.objects["Contact"]
        saved_id(session, Save(kind, missing, record_id=contact.sf_id), QUIET)


def _mark(session: Session, lead: PracticeRecord, became: Conversion, *, status: str) -> None:
    converted = {
        "IsConverted": True,
        "Status": status,
        "ConvertedDate": session.now.date().isoformat(),
        "ConvertedAccountId": became.account_id,
        "ConvertedContactId": became.contact_id,
        "ConvertedOpportunityId": became.opportunity_id or None,
    }
    fill(lead, session.setup.objects["Lead"], converted)
    lead.modified_at, lead.modified_by = session.now, session.user.id
    lead.save()
