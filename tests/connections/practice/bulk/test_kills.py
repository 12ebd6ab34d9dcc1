"""The org's process dies in the middle of a job: whole parts stay, nothing is worked twice."""

from __future__ import annotations

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import requests

from connections.practice.bulk.tables import PracticeJob
from connections.practice.models import PracticeOrg, PracticeRecord
from connections.practice.opening import Credentials
from tenants import walls
from tests.practice_process import Mortal

from .caller import Caller, caller_at

ROWS = 4_000
KILLS = 4


def _ask_until_it_dies(caller: Caller, job: str) -> None:
    with suppress(requests.RequestException):
        caller.finish(job)


def _state(org: PracticeOrg) -> tuple[str, int, int]:
    """The job's state, its processed rows, the records there are."""
    with walls.inside(org.tenant_id):
        job = PracticeJob.objects.get()
        return job.state, job.processed, PracticeRecord.objects.count()


@pytest.mark.parametrize("chance", [11])
def test_a_killed_process_loses_and_doubles_no_row(
    transactional_db: None, credentials: Credentials, org: PracticeOrg, chance: int
) -> None:
    dice = random.Random(chance)  # noqa: S311
    names = [f"New {number}" for number in range(ROWS)]
    began, seen = time.monotonic(), []
    with Mortal() as process, ThreadPoolExecutor(2) as pool:
        caller = caller_at(process.url, credentials)
        # Inserts have no key by which a second save of the same row could be known.
        job = caller.begin([["LastName", "Company"], *([name, "Acme"] for name in names)])
        for _ in range(KILLS):
            asking = [pool.submit(_ask_until_it_dies, caller, job) for _ in range(2)]
            time.sleep(dice.uniform(0.4, 1.6))
            process.kill()
            for one in asking:
                one.result(timeout=30)
            state, processed, records = _state(org)
            assert processed == records
            seen.append((state, processed))
            process.start()
        found = caller.finish(job)
        saved = caller.results(job, "successfulResults")
        assert caller.results(job, "failedResults") == []
        assert caller.results(job, "unprocessedrecords") == []
        assert caller.count() == ROWS
    assert any(state == "InProgress" and 0 < done < ROWS for state, done in seen), seen
    assert (found["state"], found["numberRecordsProcessed"], found["numberRecordsFailed"]) == (
        "JobComplete", ROWS, 0,
    )  # fmt: skip
    assert Counter(row["LastName"] for row in saved) == Counter(names)
    assert len({row["sf__Id"] for row in saved}) == ROWS
    assert time.monotonic() - began < 60
