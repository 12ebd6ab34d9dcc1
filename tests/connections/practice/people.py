"""People of the practice org, changed for a test."""

from __future__ import annotations

from dataclasses import replace

from connections.practice.rules.setup import Setup


def with_profile(setup: Setup, first_name: str, profile: str) -> Setup:
    """A user given another profile."""
    users = tuple(
        replace(user, profile=profile) if user.first_name == first_name else user
        for user in setup.users
    )
    return replace(setup, users=users)
