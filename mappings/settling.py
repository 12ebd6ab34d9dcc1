"""Addresses of Salesforce users become the users' ids, once these were looked up. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mappings.identities import alike
from mappings.proposals import Problem, Proposal, Proposed
from mappings.values import as_text


def addresses_in(proposed: Proposed) -> tuple[str, ...]:
    """The addresses whose users are needed for this value, in lower case."""
    if not proposed.user_email:
        return ()
    named = (as_text(proposed.value), proposed.fallback)
    return tuple(alike(one) for one in named if "@" in one)


def settle_users(proposal: Proposal, users: Mapping[str, str]) -> Proposal:
    """The proposal with ids in place of the addresses of Salesforce users.

    ``users`` is the id by address, in lower case. Without such a user the field's default is
    taken, and without a default it is a problem.
    """
    if not proposal.user_emails:
        return proposal
    values, problems = dict(proposal.values), list(proposal.problems)
    for key, proposed in proposal.values.items():
        if not proposed.user_email:
            continue
        settled = _settled(proposed, users)
        if settled is None:
            del values[key]
            problems.append(_no_user(proposed, key))
        else:
            values[key] = settled
    return replace(proposal, values=values, problems=tuple(problems), user_emails=frozenset())


def _settled(proposed: Proposed, users: Mapping[str, str]) -> Proposed | None:
    """The value with the user's id, or the default's; None when there is no such user."""
    address = as_text(proposed.value)
    found = users.get(alike(address), "")
    if found:
        note = f"{proposed.note} Its user has the address {address}.".strip()
        return replace(proposed, value=found, note=note, user_email=False)
    default = proposed.fallback
    instead = users.get(alike(default), "") if "@" in default else default
    if not instead:
        return None
    note = f"No active user has the address {address}, so it has the default."
    return replace(proposed, value=instead, note=note, stand_in=True, user_email=False)


def _no_user(proposed: Proposed, key: str) -> Problem:
    sentence = (
        f"Salesforce has no active user with the address {as_text(proposed.value)}. "
        "Correct the address, or give the field a default."
    )
    return Problem(key, proposed.title or key, sentence, "user_not_found")
