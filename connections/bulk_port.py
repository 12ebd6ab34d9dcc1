"""The port to Bulk API 2.0, and its values: an upload, worked by the org in its own time. Pure.

A load is created, filled once, closed, asked about and read (salesforce-facts 6). Until it is
closed nothing in it is ever carried out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from .crm import WriteResult


class BulkState(StrEnum):
    """Where a job stands, in Salesforce's words."""

    OPEN = "Open"
    UPLOADED = "UploadComplete"
    WORKING = "InProgress"
    COMPLETE = "JobComplete"
    FAILED = "Failed"
    ABORTED = "Aborted"

    @property
    def is_over(self) -> bool:
        """Whether the org will do no more about it."""
        return self in {BulkState.COMPLETE, BulkState.FAILED, BulkState.ABORTED}


@dataclass(frozen=True, slots=True)
class BulkKind:
    """What all rows of one job have in common.

    ``external_id_field`` is the key of an upsert, "" for an update, which goes by Id.
    ``assignment_rule`` is the id of the rule that gives new Leads an owner; without one none
    runs, unlike over REST.
    """

    sobject: str
    external_id_field: str = ""
    assignment_rule: str = ""

    @property
    def operation(self) -> str:
        """Salesforce's word for it."""
        return "upsert" if self.external_id_field else "update"

    @property
    def key(self) -> str:
        """The column by which a row is found again in the results."""
        return self.external_id_field or "Id"


@dataclass(frozen=True, slots=True)
class BulkJob:
    """A job as Salesforce shows it. ``processed`` counts the rows done, the ``failed`` ones too."""

    id: str
    state: BulkState
    processed: int = 0
    failed: int = 0
    message: str = ""
    created_by: str = ""
    created_at: str = ""


class BulkCrm(Protocol):
    """One org's bulk jobs. Whole-call failures are the exceptions of ``errors``."""

    def open_job(self, kind: BulkKind) -> BulkJob:
        """A new job, open for its data. Raises UnknownOutcome when the answer was lost."""
        ...

    def upload(self, job_id: str, content: bytes) -> None:
        """The data of an open job, CSV in UTF-8, once."""
        ...

    def close_job(self, job_id: str) -> BulkJob:
        """Have it worked. Raises UnknownOutcome when the answer was lost: ``job`` tells then."""
        ...

    def abort_job(self, job_id: str) -> BulkJob:
        """End it where it is; what was saved stays."""
        ...

    def job(self, job_id: str) -> BulkJob:
        """Where it stands."""
        ...

    def open_jobs(self, kind: BulkKind) -> list[BulkJob]:
        """The first thousand jobs of this kind that wait for data, whoever made them."""
        ...

    def successes(self, job_id: str, key: str) -> Iterator[WriteResult]:
        """The rows that were saved, in no order; ``ref`` is what stands in the column ``key``."""
        ...

    def failures(self, job_id: str, key: str) -> Iterator[WriteResult]:
        """The rows that were refused, likewise."""
        ...
