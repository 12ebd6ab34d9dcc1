"""How many tests each client passed, at the end of a run."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

_LOCK = Path(__file__).parent / "jsforce" / "package-lock.json"


def _version(client: str) -> str:
    if client != "jsforce":
        return version(client)
    packages = json.loads(_LOCK.read_text())["packages"]
    return str(packages["node_modules/jsforce"]["version"])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line a client whose tests ran: its name, its version, what became of them."""
    for client in ("simple-salesforce", "aiosalesforce", "jsforce"):
        home = f"tests/clients/test_{client.replace('-', '_')}.py::"
        counts = {
            outcome: sum(
                1
                for report in terminalreporter.stats.get(outcome, [])
                if getattr(report, "nodeid", "").startswith(home)
            )
            for outcome in ("passed", "failed", "error", "skipped")
        }
        if any(counts.values()):
            told = ", ".join(f"{counts[one]} {one}" for one in counts if counts[one])
            terminalreporter.write_line(f"{client} {_version(client)}: {told}")
