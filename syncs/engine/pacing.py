"""How much an org bears at once: the size of the next batch, learnt from how the last ones went.

Pure. Two things are learnt apart. Time tells how long the org needs for a record, since its own
automation decides that. Trouble (locks, overrun transactions, lost answers) lowers a ceiling, and
what goes well lifts it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from connections.errors import ANSWER_LOST

from .jobs import Report

BATCH = 1000  # five collections of 200 in one composite call (salesforce-facts 5.1)
CHUNK = 200
TARGET_MS = 10_000  # for the writes of one batch; a lease lasts 40 s
# An observation of so many records counts as much as all that was known before.
_WEIGHT = 50
# Trouble with fewer records than this says little about their number, unless no more are sent.
_TELLING = 20
_LOCKED = 0.04
_LOCK = "UNABLE_TO_LOCK_ROW"
_OVERRUN = "cpu time limit"
_LONGEST_MS = 600_000  # no call of Salesforce takes longer (salesforce-facts 12)


@dataclass(frozen=True, slots=True)
class Pace:
    """What was learnt of an org. ``ceiling`` and ``part``: how many records a batch, and one
    collection, may have for all that trouble taught; whole records are taken."""

    ceiling: float = BATCH
    part: float = CHUNK
    ms_per_record: float = 0.0

    @property
    def batch(self) -> int:
        """How many leads the next batch may have: 1 to 1,000."""
        quick = TARGET_MS / self.ms_per_record if self.ms_per_record else BATCH
        return max(1, min(BATCH, int(self.ceiling), int(quick)))

    @property
    def chunk(self) -> int:
        """How many records one collection may have: 1 to 200."""
        return max(1, min(CHUNK, int(self.part)))

    def document(self) -> dict[str, float]:
        """The pace as it is stored; ``read_pace`` reads it."""
        return {name: round(value, 3) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """How a batch went. ``ms``: the time of its writing calls, ``latency_ms``: of one that only
    reads. ``locked`` and ``overrun``: records that Salesforce refused because somebody else wrote
    there, and because its own automation took too long. ``lost``: there was no answer."""

    records: int
    ms: int = 0
    latency_ms: int = 0
    locked: int = 0
    overrun: int = 0
    lost: bool = False


def read_pace(document: Mapping[str, Any]) -> Pace:
    """The stored pace; what isn't there or makes no sense is as at the start."""
    start = Pace()
    return Pace(
        ceiling=_between(1, document.get("ceiling"), BATCH, otherwise=start.ceiling),
        part=_between(1, document.get("part"), CHUNK, otherwise=start.part),
        ms_per_record=_between(0, document.get("ms_per_record"), _LONGEST_MS, otherwise=0.0),
    )


def next_pace(pace: Pace, signs: Signs) -> Pace:
    """What is known of the org after this batch; nothing new if nothing was written."""
    if signs.records < 1:
        return pace
    return Pace(
        ceiling=_ceiling(pace, signs),
        part=_part(pace, signs),
        ms_per_record=_timed(pace, signs),
    )


def signs_of(report: Report) -> Signs:
    """What the answers to a batch say about its size."""
    answers = [outcome.answer for outcome in report.outcomes if outcome is not None]
    errors = [one for answer in answers for one in answer.get("errors", ())]
    return Signs(
        records=report.written,
        ms=report.write_ms,
        latency_ms=report.find_ms,
        locked=sum(_LOCK in f"{one['code']} {one['message']}" for one in errors),
        overrun=sum(_OVERRUN in str(one["message"]).casefold() for one in errors),
        lost=any(one["code"] == ANSWER_LOST for one in errors),
    )


def _timed(pace: Pace, signs: Signs) -> float:
    """Milliseconds per record: a single one hardly counts, a full batch settles it."""
    known = pace.ms_per_record
    seen = min(max(0, signs.ms - signs.latency_ms), _LONGEST_MS) / signs.records
    weight = signs.records / (signs.records + _WEIGHT)
    if not signs.lost:
        return known + weight * (seen - known)
    if signs.records == 1:
        return known
    # It took at least as long as we waited, and nobody knows how much longer.
    return max(known, known + (1 if _is_telling(pace, signs) else weight) * (seen - known))


def _ceiling(pace: Pace, signs: Signs) -> float:
    # One record that is locked happens any time; it says nothing about how many there are.
    if signs.lost or signs.locked > max(1, _LOCKED * signs.records):
        telling = _is_telling(pace, signs)
        return _lowered(pace.ceiling, signs.records) if telling else pace.ceiling
    return pace.ceiling if signs.overrun else _lifted(pace.ceiling, signs, BATCH)


def _part(pace: Pace, signs: Signs) -> float:
    """A collection is one transaction of the org: what overran its time was too many."""
    sent = min(signs.records, pace.chunk)
    if signs.overrun:
        return _lowered(pace.part, sent) if sent > 1 else pace.part
    return pace.part if signs.lost else _lifted(pace.part, signs, CHUNK)


def _is_telling(pace: Pace, signs: Signs) -> bool:
    """Whether trouble with so few records can come from their number at all."""
    return signs.records >= min(_TELLING, pace.ceiling / 2)


def _lowered(ceiling: float, sent: int) -> float:
    """Half of what was sent; a small batch takes away no more than seven eighths at once."""
    return max(1.0, max(min(sent, ceiling), ceiling / 4) / 2)


def _lifted(ceiling: float, signs: Signs, most: int) -> float:
    """A quarter of what went well comes on top: it takes four full batches to double."""
    return min(float(most), ceiling + signs.records / 4)


def _between(least: float, value: object, most: float, *, otherwise: float) -> float:
    if not isinstance(value, int | float) or not least <= value <= most:
        return otherwise
    return float(value)
