"""The naive loop: what most scripts do, with simple-salesforce, one lead at a time.

    python -m tests.bench.reach.naive --file people.json --address http://… --token … --threads 10

A query by e-mail, then an update of what is there or a create. Prints seconds and calls as JSON.
"""

from __future__ import annotations

import argparse
import json
import resource
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from simple_salesforce.api import Salesforce, SFType
from simple_salesforce.format import format_soql


class Loop:
    """The loop, with one client for each thread."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = address, token
        self._kept = threading.local()

    def carry(self, lead: dict[str, str]) -> int:
        """Bring one lead into the org; how many calls it took."""
        client, leads = self._client()
        query = format_soql("SELECT Id FROM Lead WHERE Email = {}", lead["Email"])
        found = client.query(query)["records"]
        if found:
            leads.update(found[0]["Id"], lead)
        else:
            leads.create(lead)
        return 2

    def _client(self) -> tuple[Salesforce, SFType]:
        if not hasattr(self._kept, "client"):
            client = Salesforce(instance_url=self.address, session_id=self.token, version="62.0")
            # They say https whatever they were given; the practice org on this machine has none.
            client.base_url = f"{self.address}/services/data/v62.0/"
            leads = client.Lead
            leads.base_url = f"{client.base_url}sobjects/Lead/"
            self._kept.client = client, leads
        found: tuple[Salesforce, SFType] = self._kept.client
        return found


def main() -> int:
    """Run it over a file of Lead fields."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--address", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--key", help="taken and not needed: each Lead brings it")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    leads = json.loads(options.file.read_text())
    loop = Loop(options.address, options.token)
    began = time.monotonic()
    with ThreadPoolExecutor(options.threads) as pool:
        calls = sum(pool.map(loop.carry, leads))
    seconds = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"seconds": seconds, "calls": calls, "leads": len(leads),
                      "cpu": used.ru_utime + used.ru_stime}))  # fmt: skip
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
