"""Negative controls: a safety taken out of a process, so that the harness has to go red."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def remove(name: str) -> None:
    """Take the safety with this name out of this process."""
    SAFETIES[name]()


SAFETIES: Mapping[str, Callable[[], None]] = {}
