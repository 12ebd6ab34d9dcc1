"""What the org holds in the end against what was sent: who is lost, who is doubled.

People are counted by their address, as a person would, never by a key of ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from connections.soql import select
from syncs.models import HourlyCount
from syncs.states import IN_SALESFORCE, State

from .world import World


@dataclass(slots=True)
class Verdict:
    """What a run came to; empty lists are what is wanted. `unstored`: acknowledged, not there."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unstored: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.lost or self.doubled or self.unstored or self.wrong)

    def figures(self) -> dict[str, Any]:
        """For the results file: how many of each, and a few by name."""
        return {
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "unstored": len(self.unstored),
            "wrong": self.wrong[:10],
            "named": [*self.lost[:5], *self.doubled[:5], *self.unstored[:5]],
        }


def count_people(world: World) -> Counter[str]:
    """E-mail address to number of Leads, as the practice org says over HTTP."""
    (rows,) = world.crm().find([select("Lead", ["Id", "Email"])])
    return Counter(str(row.fields["Email"]).lower() for row in rows)


def judge(world: World, wanted: Iterable[str], *, acknowledged: Iterable[str] = ()) -> Verdict:
    """Whether each of these addresses is there once, and what was acknowledged is stored."""
    found, stored = count_people(world), world.stored()
    verdict = Verdict(
        lost=sorted(one for one in set(wanted) if not found[one]),
        doubled=sorted(one for one, number in found.items() if number > 1),
        unstored=sorted(set(acknowledged) - stored),
    )
    states = world.states()
    ended = {state.value for state in IN_SALESFORCE}
    verdict.wrong += [f"{number} {state}" for state, number in states.items() if state not in ended]
    verdict.wrong += unbalanced(world, states)
    return verdict


def unbalanced(world: World, states: Counter[str]) -> list[str]:
    """Where the ledger's sums differ from the leads themselves."""
    names = ["received", *(state.value for state in State)]
    rows = world.ask(lambda: list(HourlyCount.objects.values(*names)))
    told = {name: sum(row[name] for row in rows) for name in names}
    true = {"received": states.total(), **{state.value: states[state.value] for state in State}}
    return [
        f"ledger says {told[name]} {name}, there are {true[name]}"
        for name in names
        if told[name] != true[name]
    ]
