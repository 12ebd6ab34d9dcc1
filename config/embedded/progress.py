"""Lines that say what takes time. They go to standard error, the command's output stays its own."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    """Print one line for the person at the terminal, at once."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Print the text when a step begins and the seconds it took when it ends."""
    began = time.monotonic()
    outcome = "not done"
    print(f"{text} … ", end="", file=sys.stderr, flush=True)
    try:
        yield
        outcome = f"{time.monotonic() - began:.1f} s"
    finally:
        say(outcome)
