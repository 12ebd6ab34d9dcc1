"""The port of ``bulk_port`` over the client of one org: what is asked, and how it is read.

Paths and shapes: salesforce-facts 6.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from . import bulk
from .bulk_port import BulkJob, BulkKind, BulkState
from .crm import Crm, WriteResult
from .errors import TransientError, failure
from .record_ids import full_id
from .salesforce import SalesforceOrg

_CSV = "text/csv"
_JOBS = "jobs/ingest"
Read = Callable[[Iterable[str], str], Iterator[WriteResult]]


class BulkOrg:
    """One org's bulk jobs, by the session of its client. Not shared between threads."""

    def __init__(self, org: SalesforceOrg) -> None:
        self._org = org

    @property
    def crm(self) -> Crm:
        """The same org for every other call."""
        return self._org

    def open_job(self, kind: BulkKind) -> BulkJob:
        """See ``bulk_port.BulkCrm``."""
        asked = {
            "object": kind.sobject,
            "operation": kind.operation,
            "contentType": "CSV",
            "lineEnding": "LF",
            "columnDelimiter": "COMMA",
            "externalIdFieldName": kind.external_id_field,
            "assignmentRuleId": kind.assignment_rule,
        }
        said = {name: value for name, value in asked.items() if value}
        return self._job("POST", _JOBS, said, writing=True)

    def upload(self, job_id: str, content: bytes) -> None:
        """See ``bulk_port.BulkCrm``. Salesforce can't take half of it for the whole."""
        path, headers = f"{_JOBS}/{job_id}/batches", {"Content-Type": _CSV}
        self._org.ask(
            lambda client: _sent(client, "PUT", path, headers=headers, data=content),
            is_good=lambda _: True,
        )

    def close_job(self, job_id: str) -> BulkJob:
        """See ``bulk_port.BulkCrm``."""
        state = {"state": BulkState.UPLOADED.value}
        return self._job("PATCH", f"{_JOBS}/{job_id}", state, writing=True)

    def abort_job(self, job_id: str) -> BulkJob:
        """See ``bulk_port.BulkCrm``."""
        return self._job("PATCH", f"{_JOBS}/{job_id}", {"state": BulkState.ABORTED.value})

    def job(self, job_id: str) -> BulkJob:
        """See ``bulk_port.BulkCrm``."""
        return self._job("GET", f"{_JOBS}/{job_id}")

    def open_jobs(self, kind: BulkKind) -> list[BulkJob]:
        """See ``bulk_port.BulkCrm``."""
        found = self._org.ask(lambda client: client.restful(_JOBS), is_good=_is_list)
        return [_read(one) for one in found["records"] if _is_job(one) and _is_open(one, kind)]

    def successes(self, job_id: str, key: str) -> Iterator[WriteResult]:
        """See ``bulk_port.BulkCrm``."""
        return self._results(f"{_JOBS}/{job_id}/successfulResults/", key, bulk.read_successes)

    def failures(self, job_id: str, key: str) -> Iterator[WriteResult]:
        """See ``bulk_port.BulkCrm``."""
        return self._results(f"{_JOBS}/{job_id}/failedResults/", key, bulk.read_failures)

    def _job(
        self,
        method: str,
        path: str,
        said: Mapping[str, Any] | None = None,
        *,
        writing: bool = False,
    ) -> BulkJob:
        told = self._org.ask(
            lambda client: client.restful(path, method=method, json=said),
            is_good=_is_job,
            writing=writing,
        )
        return _read(told)

    def _results(self, path: str, key: str, read: Read) -> Iterator[WriteResult]:
        text: str = self._org.ask(
            lambda client: _sent(client, "GET", path, headers={"Accept": _CSV}),
            is_good=lambda told: "sf__Id" in told[:200],
        )
        try:
            yield from read(io.StringIO(text, newline=""), key)
        except bulk.ResultsBroken as error:
            raise TransientError(failure("", str(error))) from error


def _sent(client: Any, method: str, path: str, **options: Any) -> str:
    """The text of an answer. simple-salesforce's own helper reads every answer as JSON."""
    answer = client._call_salesforce(method, f"{client.base_url}{path}", **options)
    return str(answer.content.decode("utf-8-sig", errors="replace"))


def _is_job(body: Any) -> bool:
    return (
        isinstance(body, dict)
        and isinstance(body.get("id"), str)
        and body.get("state") in list(BulkState)
    )


def _is_list(body: Any) -> bool:
    return isinstance(body, dict) and isinstance(body.get("records"), list)


def _is_open(job: Mapping[str, Any], kind: BulkKind) -> bool:
    return (
        job["state"] == BulkState.OPEN
        and job.get("object") == kind.sobject
        and job.get("operation") == kind.operation
        and (job.get("externalIdFieldName") or "") == kind.external_id_field
        and full_id(job.get("assignmentRuleId") or "") == full_id(kind.assignment_rule)
    )


def _read(job: Mapping[str, Any]) -> BulkJob:
    return BulkJob(
        id=full_id(job["id"]),
        state=BulkState(job["state"]),
        processed=int(job.get("numberRecordsProcessed") or 0),
        failed=int(job.get("numberRecordsFailed") or 0),
        message=str(job.get("errorMessage") or ""),
        created_by=full_id(str(job.get("createdById") or "")),
        created_at=str(job.get("createdDate") or ""),
    )
