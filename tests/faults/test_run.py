"""A bounded run of the scenarios, on servers and processes of its own; the full one is
`make faults`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.stack
ROOT = Path(__file__).parent.parent.parent
OWN = ("DATABASE_URL", "DATABASE_APP_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE")
# Seconds; a quiet machine needs about a minute.
PATIENCE = 400.0
SCENARIOS = ("kills", "points", "together", "broker", "web")
# Without them the run would prove nothing: what was killed, where it died, what was flushed.
TROUBLE = {"kills": "kills", "points": "names", "broker": "flushed", "web": "kills"}


def run(folder: Path) -> dict[str, dict[str, Any]]:
    """The figures of each scenario."""
    kept = folder / "results.jsonl"
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.faults.run", "--small", "--mode", "a"),
            *("--scenario", ",".join(SCENARIOS), "--data", folder / "data", "--results", kept),
        ],
        cwd=ROOT,
        env=environment,
    )
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)  # so that it ends what it started
        process.wait(60)
    lines = kept.read_text().splitlines() if kept.exists() else []
    return {one["scenario"]: one for one in map(json.loads, lines)}


def test_nobody_is_lost_or_doubled(tmp_path: Path) -> None:
    results = run(tmp_path)
    assert set(results) == set(SCENARIOS)
    for name, figures in results.items():
        assert figures["clean"] is True, figures
        assert figures.get(TROUBLE.get(name, ""), 1), figures
