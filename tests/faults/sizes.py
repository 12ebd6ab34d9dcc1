"""How large a run of a scenario is. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Numbers of things, and seconds. `mode`: "a" with a unique key, "b" without one.

    `seconds`: over which the leads come in. `times`: how often the scenario's own trouble comes.
    """

    seed: int = 1
    mode: str = "a"
    leads: int = 1000
    kills: int = 10
    workers: int = 4
    streams: int = 2
    seconds: float = 10.0
    times: int = 5
    patience: float = 300.0
