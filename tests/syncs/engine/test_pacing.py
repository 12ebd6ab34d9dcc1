"""How much an org bears at once: what each kind of answer teaches, and that it settles."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncs.engine.jobs import Report
from syncs.engine.outcomes import Outcome
from syncs.engine.pacing import BATCH, CHUNK, Pace, Signs, next_pace, read_pace, signs_of
from syncs.states import State

START = Pace()
# What is known, how a batch went, how many leads and records a collection come next.
TAUGHT = [
    ("nothing is known", START, None, (1000, 200)),
    ("a full batch in time", START, Signs(records=1000, ms=8120, latency_ms=120), (1000, 200)),
    ("20 ms a record", START, Signs(records=1000, ms=20_000), (525, 200)),
    ("100 ms a record", START, Signs(records=1000, ms=100_000), (105, 200)),
    ("a second a record", START, Signs(records=10, ms=10_000), (60, 200)),
    ("one slow lead is no rule", START, Signs(records=1, ms=2_000, latency_ms=100), (268, 200)),
    ("one quick lead, far away", START, Signs(records=1, ms=900, latency_ms=880), (1000, 200)),
    ("no answer to 1,000 in 30 s", START, Signs(records=1000, ms=30_000, lost=True), (333, 200)),
    ("a reset at once", START, Signs(records=1000, ms=50, lost=True), (500, 200)),
    ("no answer to 300", START, Signs(records=300, ms=50, lost=True), (150, 200)),
    ("no answer to a single lead", START, Signs(records=1, ms=30_000, lost=True), (1000, 200)),
    ("no answer to 5 in 30 s", START, Signs(records=5, ms=30_000, lost=True), (18, 200)),
    ("no answer to 20", START, Signs(records=20, ms=50, lost=True), (125, 200)),
    ("one locked row of many", START, Signs(records=1000, ms=900, locked=1), (1000, 200)),
    ("one locked row of few", Pace(ceiling=20), Signs(records=20, ms=90, locked=1), (25, 200)),
    ("4 % locked", START, Signs(records=1000, ms=900, locked=40), (1000, 200)),
    ("5 % locked", START, Signs(records=1000, ms=900, locked=50), (500, 200)),
    ("a locked row alone", START, Signs(records=1, ms=90, locked=1), (1000, 200)),
    ("two of two locked", START, Signs(records=2, ms=90, locked=2), (1000, 200)),
    ("a collection overran", START, Signs(records=1000, ms=900, overrun=200), (1000, 100)),
    ("a small one overran", START, Signs(records=10, ms=90, overrun=10), (1000, 25)),
    ("one record overran", START, Signs(records=1, ms=90, overrun=1), (1000, 200)),
    ("halved again", Pace(ceiling=500), Signs(records=500, ms=900, locked=50), (250, 200)),
    ("never below one", Pace(ceiling=1), Signs(records=1, ms=30, lost=True), (1, 200)),
    ("one at a time, refused", Pace(ceiling=2), Signs(records=1, ms=9, lost=True), (1, 200)),
    ("a collection of two", Pace(part=2), Signs(records=10, ms=90, overrun=2), (1000, 1)),
    ("grows by a quarter", Pace(ceiling=500), Signs(records=400, ms=900), (600, 200)),
    ("collections grow too", Pace(part=40), Signs(records=40, ms=90), (1000, 50)),
    ("grows up to the top", Pace(ceiling=990), Signs(records=990, ms=900), (1000, 200)),
    ("nothing written", Pace(ceiling=500), Signs(records=0, ms=0, lost=True), (500, 200)),
]  # fmt: skip


@pytest.mark.parametrize(("known", "signs", "expected"), [row[1:] for row in TAUGHT],
                         ids=[row[0] for row in TAUGHT])  # fmt: skip
def test_what_a_batch_teaches(known: Pace, signs: Signs | None, expected: tuple[int, int]) -> None:
    pace = known if signs is None else next_pace(known, signs)
    assert (pace.batch, pace.chunk) == expected


def test_a_lift_from_one_to_all_takes_a_few_dozen_batches() -> None:
    pace, batches = Pace(ceiling=1, part=1), 0
    while (pace.batch, pace.chunk) != (BATCH, CHUNK):
        pace, batches = next_pace(pace, Signs(records=pace.batch, ms=1)), batches + 1
    assert 20 < batches < 50


@dataclass
class _Org:
    """An org that needs so long for a record; we wait half a minute for it."""

    ms: float
    lost: int = 0

    def answer(self, records: int) -> Signs:
        took = round(records * self.ms)
        self.lost += took > 30_000
        return Signs(
            records=records, ms=min(took, 30_000) + 120, latency_ms=120, lost=took > 30_000
        )


@given(ms=st.floats(0.5, 5_000), singles=st.integers(0, 200))
def test_it_settles_where_a_batch_takes_about_ten_seconds(ms: float, singles: int) -> None:
    org, pace = _Org(ms), START
    for _ in range(singles):
        pace = next_pace(pace, org.answer(1))
    for _ in range(40):
        pace = next_pace(pace, org.answer(pace.batch))
    assert org.lost <= 9
    assert pace.batch == 1 or pace.batch * ms <= 12_000
    assert pace.batch == BATCH or (pace.batch + 1) * ms >= 7_000


SIGNS = st.builds(
    Signs, records=st.integers(0, 1000), ms=st.integers(0, 10**6), latency_ms=st.integers(0, 10**5),
    locked=st.integers(0, 1000), overrun=st.integers(0, 1000), lost=st.booleans(),
)  # fmt: skip


@given(st.lists(SIGNS, max_size=40))
def test_whatever_happens_it_stays_within_its_bounds_and_survives_storing(
    answers: list[Signs],
) -> None:
    pace = START
    for signs in answers:
        pace = next_pace(pace, signs)
        stored = read_pace(pace.document())
        assert 1 <= pace.batch <= BATCH
        assert 1 <= pace.chunk <= CHUNK
        assert abs(stored.batch - pace.batch) <= 1


@given(SIGNS, SIGNS)
def test_more_trouble_never_makes_the_next_batch_larger(signs: Signs, other: Signs) -> None:
    known = next_pace(START, other)
    trouble = Signs(records=signs.records, ms=signs.ms, latency_ms=signs.latency_ms,
                    locked=signs.records, lost=True)  # fmt: skip
    calm = Signs(records=signs.records, ms=signs.ms, latency_ms=signs.latency_ms)
    assert next_pace(known, trouble).ceiling <= next_pace(known, calm).ceiling


@pytest.mark.parametrize(
    "document",
    [{}, {"ceiling": "many"}, {"ceiling": 0}, {"ceiling": 1e9}, {"part": None},
     {"ms_per_record": -1}, {"ms_per_record": float("nan")}, {"other": 1}],
)  # fmt: skip
def test_what_makes_no_sense_counts_as_not_known(document: dict[str, object]) -> None:
    assert read_pace(document) == START


def _outcome(code: str, message: str = "") -> Outcome:
    return Outcome(State.PENDING, "", answer={"errors": [{"code": code, "message": message}]})


def test_the_answers_tell_what_was_locked_overran_or_was_lost() -> None:
    trigger = "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"
    report = Report(
        [
            Outcome(State.CREATED, ""),
            _outcome("UNABLE_TO_LOCK_ROW"),
            _outcome(trigger, "Mine: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access"),
            _outcome(trigger, "Mine: Apex CPU time limit exceeded"),
            _outcome("REQUIRED_FIELD_MISSING"),
        ],
        find_ms=100, write_ms=900, written=5,
    )  # fmt: skip
    assert signs_of(report) == Signs(records=5, ms=900, latency_ms=100, locked=2, overrun=1)
    report.outcomes.append(_outcome("ANSWER_LOST"))
    assert signs_of(report).lost
