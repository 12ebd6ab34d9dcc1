"""The floor: the fewest calls and the least work that bring leads into an org, by hand.

    python -m tests.bench.reach.floor --file people.json --address http://… --token … --threads 1

For each thousand one composite look-up by e-mail and key, and one composite write of collections:
creates are upserts by key, existing Leads get their blanks filled. No retry, no memory, no
explanation, no log. Nothing but requests; none of the product. Prints seconds and calls as JSON.
"""

from __future__ import annotations

import argparse
import json
import resource
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests

BASE = "/services/data/v62.0"
AT_ONCE = 1000
COLLECTION = 200
Fields = dict[str, str]


class Script:
    """The script, with one session for each thread."""

    def __init__(self, address: str, token: str, key: str) -> None:
        self.address, self.token, self.key = address, token, key
        self.calls = 0
        self._kept = threading.local()
        self._count = threading.Lock()

    def carry(self, leads: Sequence[Fields]) -> None:
        """Bring up to a thousand leads into the org, in two calls."""
        known = self._find(leads)
        creates = [one for one in leads if one["Email"].lower() not in known]
        updates = []
        for one in leads:
            row = known.get(one["Email"].lower())
            if row is not None:
                blank = {name: value for name, value in one.items() if row.get(name) in (None, "")}
                updates.append({"id": row["Id"], **blank})
        parts = [
            *self._parts("", updates),
            *self._parts(f"/Lead/{self.key}", creates),
        ]
        for at in range(0, len(parts), 5):
            answer = self._call(parts[at : at + 5])
            assert all(one["success"] for part in answer for one in part["body"]), answer

    def _find(self, leads: Sequence[Fields]) -> dict[str, Any]:
        names = ", ".join(["Id", *leads[0]])
        emails, keys = (",".join(f"'{one[name]}'" for one in leads) for name in ("Email", self.key))
        wanted = f"Email IN ({emails}) OR {self.key} IN ({keys})"
        queries = (
            f"SELECT {names} FROM Lead WHERE {wanted}",  # noqa: S608
            f"SELECT Id, Email, {self.key} FROM Contact WHERE {wanted}",  # noqa: S608
        )
        asked = [
            {"method": "GET", "url": f"{BASE}/query?{urlencode({'q': one})}"} for one in queries
        ]
        rows, contacts = (part["body"]["records"] for part in self._call(asked))
        assert not contacts
        return {row["Email"].lower(): row for row in rows}

    def _parts(self, path: str, records: Sequence[Fields]) -> list[dict[str, Any]]:
        headers = {"Sforce-Auto-Assign": "FALSE"}
        return [
            {
                "method": "PATCH",
                "url": f"{BASE}/composite/sobjects{path}",
                "httpHeaders": headers,
                "body": {
                    "allOrNone": False,
                    "records": [
                        {"attributes": {"type": "Lead"}, **one}
                        for one in records[at : at + COLLECTION]
                    ],
                },
            }
            for at in range(0, len(records), COLLECTION)
        ]

    def _call(self, parts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        named = [{**one, "referenceId": f"p{at}"} for at, one in enumerate(parts)]
        body = {"allOrNone": False, "collateSubrequests": False, "compositeRequest": named}
        with self._count:
            self.calls += 1
        answer = self._session().post(f"{self.address}{BASE}/composite", json=body, timeout=120)
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()["compositeResponse"]
        assert all(one["httpStatusCode"] < 300 for one in found), found
        return found

    def _session(self) -> requests.Session:
        if not hasattr(self._kept, "session"):
            self._kept.session = requests.Session()
            self._kept.session.headers["Authorization"] = f"Bearer {self.token}"
        session: requests.Session = self._kept.session
        return session


def main() -> int:
    """Run it over a file of Lead fields."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--address", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    leads = json.loads(options.file.read_text())
    script = Script(options.address, options.token, options.key)
    size = min(AT_ONCE, -(-len(leads) // options.threads))
    began = time.monotonic()
    with ThreadPoolExecutor(options.threads) as pool:
        list(pool.map(script.carry, (leads[at : at + size] for at in range(0, len(leads), size))))
    seconds = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"seconds": seconds, "calls": script.calls, "leads": len(leads),
                      "cpu": used.ru_utime + used.ru_stime}))  # fmt: skip
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
