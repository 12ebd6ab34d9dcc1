"""What the org holds in the end against what was sent: who is lost, who is doubled.

People are counted by their address, as a person would, never by a key of ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from connections.soql import select
from syncs.bookkeeping.checking import compare
from syncs.states import IN_SALESFORCE

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
    """Whether each of these addresses is there once, and what was acknowledged is stored.

    The org behaves from now on, since it is asked.
    """
    workshop = world.workshop()
    for line in workshop.faults():
        workshop.switch_fault(line.id, on=False)
    found, stored = count_people(world), world.stored()
    verdict = Verdict(
        lost=sorted(one for one in set(wanted) if not found[one]),
        doubled=sorted(one for one, number in found.items() if number > 1),
        unstored=sorted(set(acknowledged) - stored),
    )
    states = world.states()
    ended = {state.value for state in IN_SALESFORCE}
    verdict.wrong += [f"{number} {state}" for state, number in states.items() if state not in ended]
    verdict.wrong += unbalanced(world)
    return verdict


def unbalanced(world: World) -> list[str]:
    """The hours in which the ledger differs from the leads themselves."""
    found = world.ask(lambda: compare(world.tenant.pk))
    return [f"the ledger is wrong: {one}" for one in found.differences]
