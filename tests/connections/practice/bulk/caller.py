"""Bulk jobs of a practice org that runs as a process of its own, over real HTTP."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import requests

from connections.practice.bulk.requests import FINISHED
from connections.practice.opening import Credentials
from tests.connections.practice.conftest import VERSION

KEY = "External_Person_ID__c"
PATIENCE = 60


@dataclass
class Caller:
    """A client with an access token."""

    url: str
    token: str

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        """A call below the version; `body`: JSON; `more`: as requests takes it."""
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        address = f"{self.url}{VERSION}/{path}"
        return requests.request(method, address, json=body, headers=headers, timeout=60, **more)

    def get(self, path: str, **query: str) -> Any:
        """What the JSON says of an answer that has to be good."""
        reply = self.call("GET", path, params=query)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def count(self, sobject: str = "Lead") -> int:
        """How many records there are."""
        return int(self.get("query", q=f"SELECT COUNT() FROM {sobject}")["totalSize"])  # noqa: S608

    def make(self, operation: str = "insert", **options: str) -> str:
        """A new ingest job, open; returns its id."""
        body = {"object": "Lead", "operation": operation, **options}
        if operation == "upsert":
            body.setdefault("externalIdFieldName", KEY)
        reply = self.call("POST", "jobs/ingest", body)
        assert reply.status_code == 200, reply.text
        return str(reply.json()["id"])

    def upload(self, job: str, content: Any) -> requests.Response:
        """The data of the job, once."""
        headers = {"Content-Type": "text/csv"}
        return self.call("PUT", f"jobs/ingest/{job}/batches", data=content, headers=headers)

    def close(self, job: str) -> requests.Response:
        """Say that the upload is complete."""
        return self.call("PATCH", f"jobs/ingest/{job}", {"state": "UploadComplete"})

    def begin(self, rows: Iterable[Sequence[str]], operation: str = "insert", **more: str) -> str:
        """A job with its data, which may be worked from now on."""
        job = self.make(operation, **more)
        assert self.upload(job, written(rows)).status_code == 201
        assert self.close(job).status_code == 200
        return job

    def finish(self, job: str, kind: str = "ingest") -> dict[str, Any]:
        """Ask until the job is finished; what it says then."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found: dict[str, Any] = self.get(f"jobs/{kind}/{job}")
            if found["state"] in FINISHED:
                return found
            time.sleep(0.02)
        raise TimeoutError(job)

    def run(self, rows: Iterable[Sequence[str]], operation: str = "insert", **more: str) -> str:
        """A job that is complete."""
        job = self.begin(rows, operation, **more)
        found = self.finish(job)
        assert found["state"] == "JobComplete", found
        return job

    def results(self, job: str, which: str) -> list[dict[str, str]]:
        """The rows of successfulResults, failedResults or unprocessedrecords."""
        reply = self.call("GET", f"jobs/ingest/{job}/{which}")
        assert (reply.status_code, reply.headers["Content-Type"]) == (200, "text/csv"), reply.text
        return list(csv.DictReader(io.StringIO(reply.content.decode(), newline="")))

    def errors(self, job: str) -> set[str]:
        """The codes of the rows that were refused."""
        found = self.results(job, "failedResults")
        return {row["sf__Error"].partition(":")[0] for row in found}


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows(rows)
    return target.getvalue().encode()


def caller_at(url: str, credentials: Credentials) -> Caller:
    """A client that has logged in."""
    form = {
        "grant_type": "client_credentials",
        "client_id": credentials.consumer_key,
        "client_secret": credentials.consumer_secret,
    }
    reply = requests.post(f"{url}/services/oauth2/token", data=form, timeout=30)
    assert reply.status_code == 200, reply.text
    return Caller(url, reply.json()["access_token"])
