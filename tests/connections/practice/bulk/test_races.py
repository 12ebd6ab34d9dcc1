"""Many ask for the same jobs at the same moment, and so work at them: every row once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from connections.practice.browsing import writes
from connections.practice.models import PracticeOrg

from .caller import KEY, Caller


@pytest.mark.parametrize("askers", [2, 8])
def test_askers_together_work_every_row_once(caller: Caller, org: PracticeOrg, askers: int) -> None:
    known = [[f"P-{number}", f"Known {number}", "Acme"] for number in range(5_000)]
    new = [[f"New {number}", "Acme"] for number in range(1_000)]
    jobs = {
        caller.begin([[KEY, "LastName", "Company"], *known], "upsert"): known,
        # Nothing tells these rows from others when they are saved a second time.
        caller.begin([["LastName", "Company"], *new]): new,
    }
    barrier = Barrier(askers)

    def ask(_: int) -> list[Any]:
        barrier.wait(timeout=20)
        return [caller.finish(job) for job in jobs]

    with ThreadPoolExecutor(askers) as pool:
        told = [found for asked in pool.map(ask, range(askers)) for found in asked]
    assert {
        (found["id"], found["state"], found["numberRecordsProcessed"],
         found["numberRecordsFailed"])
        for found in told
    } == {(job, "JobComplete", len(rows), 0) for job, rows in jobs.items()}  # fmt: skip
    assert caller.count() == 6_000
    ids: Counter[str] = Counter()
    for job, rows in jobs.items():
        saved = caller.results(job, "successfulResults")
        assert Counter(row["LastName"] for row in saved) == Counter(row[-2] for row in rows)
        assert {row["sf__Created"] for row in saved} == {"true"}
        ids.update(row["sf__Id"] for row in saved)
    assert len(ids) == 6_000
    assert {one.source for one in writes(org)} == {"bulk"}
