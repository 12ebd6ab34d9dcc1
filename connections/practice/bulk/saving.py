"""The rows of an upload saved: each becomes a save or a deletion, or is refused by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from connections.practice.rules.objects import SObject
from connections.practice.rules.refusals import Refusal
from connections.practice.store.columns import folded
from connections.practice.store.deleting import delete_all
from connections.practice.store.drafts import Saved
from connections.practice.store.expressions import held
from connections.practice.store.filters import reader
from connections.practice.store.listed_values import one_of
from connections.practice.store.orgs import Session
from connections.practice.store.rows import row_of
from connections.practice.store.saves import Options, Save
from connections.practice.store.saving import save_all

from .columns import EMPTIED, Column, Link, cells, links, read_header
from .csvs import Broken
from .tables import PracticeJob

# [id, created, error], as a job's part keeps it.
Result = tuple[str, bool, str]
# (column, folded value) → ids of the records that have the key
Found = Mapping[tuple[Link, str | None], Sequence[str]]
# Salesforce saves the rows of a batch in portions of that many.
_PORTION = 200


def work_rows(session: Session, job: PracticeJob, rows: Sequence[Sequence[str]]) -> list[Result]:
    """Save or delete `rows`; results in their order. Raises Broken when the job can't be worked."""
    sobject = session.setup.objects.get(job.sobject)
    if sobject is None:
        raise Broken(f"InvalidEntity : Entity '{job.sobject}' is not supported by the Bulk API")
    columns = read_header(job.header, sobject, session.setup.objects)
    if job.operation == "delete":
        if columns != ["Id"]:
            raise Broken("InvalidBatch : Delete batches must contain only ids")
        return _deleted(session, [row[0].strip() for row in rows], sobject)
    work = _Work(session, job, sobject=sobject, columns=columns)
    return work.save(rows)


def _deleted(session: Session, ids: Sequence[str], sobject: SObject) -> list[Result]:
    outcomes = delete_all(session, ids, sobject=sobject.name)
    return [_result(saved, sent) for saved, sent in zip(outcomes, ids, strict=True)]


class _Work:
    """One part of an upload, with what is needed to save it."""

    def __init__(
        self, session: Session, job: PracticeJob, *, sobject: SObject, columns: Sequence[Column]
    ) -> None:
        self.session = session
        self.operation = job.operation
        self.sobject = sobject
        self.columns = columns
        self.key = sobject.field(job.details.get("externalIdFieldName", ""))
        # Without a rule's id no assignment rule runs, and nothing overrides duplicate rules.
        self.options = Options(assign=job.details.get("assignmentRuleId") or "FALSE")

    def save(self, rows: Sequence[Sequence[str]]) -> list[Result]:
        """The results, in the order of `rows`."""
        found = self._linked(rows)
        results: list[Result] = []
        for start in range(0, len(rows), _PORTION):
            items = [self._item(row, found) for row in rows[start : start + _PORTION]]
            saves = [item for item in items if isinstance(item, Save)]
            saved = iter(save_all(self.session, saves, self.options))
            results += [
                _result(next(saved), item.record_id) if isinstance(item, Save) else _refused(item)
                for item in items
            ]
        return results

    def _linked(self, rows: Sequence[Sequence[str]]) -> Found:
        wanted: defaultdict[Link, set[str]] = defaultdict(set)
        for row in rows:
            for link, cell in links(self.columns, row):
                wanted[link].add(folded(cell.strip()) or "")
        found: defaultdict[tuple[Link, str | None], list[str]] = defaultdict(list)
        read = reader(self.session.org, self.session.setup, self.session.user)
        for link, values in wanted.items():
            records = read.records(link.target.name)
            for record in records.filter(one_of(held(link.target, link.key), sorted(values))):
                value = row_of(record).get(link.key.name)
                found[link, folded(value)].append(record.sf_id)
        return found

    def _item(self, row: Sequence[str], found: Found) -> Save | Refusal:
        payload = cells(self.columns, row)
        for link, cell in links(self.columns, row):
            ids = found.get((link, folded(cell.strip())), ())
            if cell == EMPTIED:
                payload[link.field.name] = None
            elif len(ids) == 1:
                payload[link.field.name] = ids[0]
            else:
                return _unlinked(link, cell, several=bool(ids))
        if self.operation == "insert":
            return Save(self.sobject, payload)
        return self._upsert(payload) if self.operation == "upsert" else self._update(payload)

    def _update(self, payload: dict[str, str | None]) -> Save | Refusal:
        record_id = payload.pop("Id", None)
        if not record_id:
            return Refusal("MISSING_ARGUMENT", "Id not specified in an update call", ("Id",))
        return Save(self.sobject, payload, record_id=record_id.strip())

    def _upsert(self, payload: dict[str, str | None]) -> Save | Refusal:
        if self.key is None or self.key.name == "Id":
            # Upserts by Id create what has none.
            record_id = (payload.pop("Id", None) or "").strip()
            return Save(self.sobject, payload, record_id=record_id)
        value = payload.get(self.key.name)
        if not value:
            return Refusal("MISSING_ARGUMENT", f"{self.key.name} not specified", (self.key.name,))
        return Save(self.sobject, payload, key=(self.key, value.strip()))


def _unlinked(link: Link, cell: str, *, several: bool) -> Refusal:
    if several:
        message = f"{link.key.name}: more than one record found for external id field: {cell}"
        return Refusal("DUPLICATE_EXTERNAL_ID", message)
    message = (
        f"Foreign key external ID: {cell} not found for field {link.key.name} "
        f"in entity {link.target.name}"
    )
    return Refusal("INVALID_FIELD", message)


def _result(saved: Saved, sent: str) -> Result:
    if saved.refusals:
        return sent, False, " ".join(_text(one) for one in saved.refusals)
    return saved.id, saved.created, ""


def _refused(refusal: Refusal) -> Result:
    return "", False, _text(refusal)


def _text(refusal: Refusal) -> str:
    return f"{refusal.code}:{refusal.message}:{','.join(refusal.fields or ())} --"
