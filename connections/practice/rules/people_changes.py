"""What an admin changes about people: profiles, queues, and what sharing lets them see. Pure."""

from __future__ import annotations

from dataclasses import replace

from .setup import Setup


def find_user(setup: Setup, name: str) -> str:
    """The id of the user of that full name or username. LookupError when there is none."""
    if not name:
        return setup.api_user
    found = [one.id for one in setup.users if name.lower() in {one.name.lower(), one.username}]
    if not found:
        raise LookupError(f"There is no user {name}.")
    return found[0]


def with_sharing(setup: Setup, *, sobject: str, default: str) -> Setup:
    """The org-wide default of an object (rules.sharing.SHARING)."""
    return replace(setup, sharing={**setup.sharing, sobject: default})


def with_queue_member(setup: Setup, *, queue: str, member: bool, user: str = "") -> Setup:
    """A user taken into a queue (by its name), or out of it. LookupError for an unknown one."""
    if all(one.name != queue for one in setup.queues):
        raise LookupError(f"There is no queue {queue}.")
    wanted = find_user(setup, user)
    queues = tuple(
        replace(one, members=(*(m for m in one.members if m != wanted), *[wanted] * member))
        if one.name == queue
        else one
        for one in setup.queues
    )
    return replace(setup, queues=queues)


def with_profile(setup: Setup, *, profile: str, user: str = "") -> Setup:
    """A user given another profile. LookupError for an unknown one."""
    if all(one.profile != profile for one in setup.permission_sets):
        raise LookupError(f"There is no profile {profile}.")
    wanted = find_user(setup, user)
    users = tuple(replace(one, profile=profile) if one.id == wanted else one for one in setup.users)
    return replace(setup, users=users)
