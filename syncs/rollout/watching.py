"""Whether a roll-out goes on, waits or stops, by what became of the first clients' leads. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Below this a single lead that is held would stop everything.
FEWEST = 5


class Verdict(StrEnum):
    """What to do next."""

    GO_ON = "go_on"
    WAIT = "wait"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Tally:
    """Leads that the new version decided: how many are finished, how many of them are held or
    failed."""

    finished: int = 0
    wrong: int = 0

    @property
    def percent(self) -> float:
        """The share of what went wrong, in percent; 0 of nothing."""
        return 100 * self.wrong / self.finished if self.finished else 0.0


def verdict(tally: Tally, *, most_errors: int, least_leads: int) -> Verdict:
    """What the leads say. ``most_errors`` in percent: more of them stop it, from 5 leads on.

    At ``least_leads`` leads without that it goes on; with 0 to wait for, at once.
    """
    if tally.finished >= min(FEWEST, max(least_leads, 1)) and tally.percent > most_errors:
        return Verdict.STOP
    return Verdict.GO_ON if tally.finished >= least_leads else Verdict.WAIT


def stopped_because(tally: Tally, *, most_errors: int) -> str:
    """Why it stopped, as a sentence."""
    return (
        f"{tally.wrong} of {tally.finished} leads that the new version decided were held or "
        f"failed: {tally.percent:.0f} %, and {most_errors} % is the most you allowed. The other "
        "clients were left alone."
    )
