"""Figures of a run: a line for people, and a line of JSON for the results file."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Book:
    """Where results are kept, one line of JSON for each scenario."""

    path: Path

    def keep(self, scenario: str, figures: Mapping[str, Any], *, is_clean: bool) -> None:
        """Add a result and print it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = {
            "scenario": scenario,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "clean": is_clean,
            **figures,
        }
        with self.path.open("a") as book:
            book.write(json.dumps(line, default=str) + "\n")
        told = ", ".join(f"{name} {_short(value)}" for name, value in figures.items())
        print(f"{'clean' if is_clean else 'RED  '} {scenario}: {told}", flush=True)


def _short(value: Any) -> str:
    """Of a list only its length and its first few."""
    if not isinstance(value, list):
        return str(value)
    return f"{len(value)}" + "".join(f"\n    {one}" for one in value[:5])


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest rank, rounded to hundredths; 0 of nothing. `share` is 0 to 1."""
    ordered = sorted(values)
    return round(ordered[max(0, math.ceil(share * len(ordered)) - 1)], 2) if ordered else 0.0
