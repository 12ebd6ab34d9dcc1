"""The demo, with every process that runs in production."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
OWN = ("DATABASE_URL", "DATABASE_APP_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE")


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command on embedded servers of its own."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    stack = [sys.executable, "-m", "config.embedded", "--data", str(folder), "--throwaway", "--"]
    return subprocess.run(
        [*stack, sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )


def test_the_demo_ends_by_itself_with_twenty_leads_as_expected(tmp_path: Path) -> None:
    options = ("--port", "0", "--practice-port", "0", "--until-done")
    done = run(
        tmp_path,
        "-m", "config.embedded.supervisor", *options, "--then", sys.executable, "manage.py", "demo",
    )  # fmt: skip
    assert "20 passed, 0 failed" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0
