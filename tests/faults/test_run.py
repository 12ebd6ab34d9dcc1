"""A bounded run of the scenarios, on servers and processes of its own; the full one is
`make faults`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.stack
ROOT = Path(__file__).parent.parent.parent
OWN = ("DATABASE_URL", "DATABASE_APP_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE")
SCENARIOS = ("kills", "points", "together", "broker", "web")
# Without them the run would prove nothing: what was killed, where it died, what was flushed.
TROUBLE = {"kills": "kills", "points": "names", "broker": "flushed", "web": "kills"}


def run(folder: Path) -> dict[str, dict[str, Any]]:
    """The figures of each scenario."""
    kept = folder / "results.jsonl"
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    subprocess.run(
        [
            *(sys.executable, "-m", "tests.faults.run", "--small", "--mode", "a"),
            *("--scenario", ",".join(SCENARIOS), "--data", folder / "data", "--results", kept),
        ],
        cwd=ROOT,
        env=environment,
        timeout=420,
        check=False,
    )
    lines = kept.read_text().splitlines() if kept.exists() else []
    return {one["scenario"]: one for one in map(json.loads, lines)}


def test_nobody_is_lost_or_doubled(tmp_path: Path) -> None:
    results = run(tmp_path)
    assert set(results) == set(SCENARIOS)
    for name, figures in results.items():
        assert figures["clean"] is True, figures
        assert figures.get(TROUBLE.get(name, ""), 1), figures
