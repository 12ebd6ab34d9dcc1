"""What a user may do with single records: the object UserRecordAccess (salesforce-facts 2.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connections.practice.models import PracticeRecord
from connections.practice.rules.permissions import DELETE, EDIT, READ
from connections.practice.rules.refusals import refuse
from connections.practice.rules.setup import Setup
from connections.practice.soql.judging import Row
from connections.practice.soql.plan import AllOf, Check, Plan, Term

from .filters import Reader

MAX_IDS = 200


def setup_rows(reader: Reader, plan: Plan) -> list[Row]:
    """The rows of a setup object that a plan is about; those of records are made for it alone."""
    if plan.sobject.name != "UserRecordAccess":
        return reader.admin_rows(plan.sobject.name)
    users, ids = _asked(plan, "UserId", {"="}), _asked(plan, "RecordId", {"=", "in"})
    if len(users) != 1 or not ids:
        message = "Can select only RecordId, a Has*Access field and MaxAccessLevel by UserId = …"
        raise refuse("MALFORMED_QUERY", message)
    if len(ids) > MAX_IDS:
        message = f"The number of record IDs is limited to {MAX_IDS}: {len(ids)}"
        raise refuse("EXCEEDED_ID_LIMIT", message)
    (user,) = users
    return [_row(reader.setup, record, user) for record in _records(reader, ids)]


def _records(reader: Reader, ids: Iterable[str]) -> Iterable[PracticeRecord]:
    found = PracticeRecord.objects.filter(org=reader.org, sf_id__in=sorted(ids), deleted=False)
    return found.only("sf_id", "sobject", "owner").order_by("sf_id")


def _asked(plan: Plan, name: str, operators: set[str]) -> set[str]:
    checks = _checks(plan.where) if plan.where is not None else ()
    return {
        str(value)
        for check in checks
        if check.column.field.name == name and not check.column.steps
        if check.operator in operators and not check.negated
        for value in check.values
        if value
    }


def _checks(term: Term) -> Iterator[Check]:
    """The checks that all have to hold."""
    if isinstance(term, Check):
        yield term
    elif isinstance(term, AllOf):
        for part in term.parts:
            yield from _checks(part)


def _row(setup: Setup, record: PracticeRecord, user: str) -> Row:
    rights, reach = setup.rights_of(user).on(record.sobject), setup.reach(record.sobject, user)
    reads = READ in rights and reach.reads(record.owner)
    edits = EDIT in rights and reach.edits(record.owner)
    transfers = edits and reach.transfers(record.owner)
    whole = transfers and DELETE in rights
    levels = ((whole, "All"), (transfers, "Transfer"), (edits, "Edit"), (reads, "Read"))
    return {
        "Id": record.sf_id,
        "RecordId": record.sf_id,
        "UserId": user,
        "HasReadAccess": reads,
        "HasEditAccess": edits,
        "HasDeleteAccess": whole,
        "HasTransferAccess": transfers,
        "HasAllAccess": whole,
        "MaxAccessLevel": next((name for held, name in levels if held), "None"),
    }
