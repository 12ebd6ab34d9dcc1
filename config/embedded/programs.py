"""What a whole Inlet consists of: the programs, and the environment they share."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .ports import HOST
from .refusals import Refusal

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Program:
    """One process to keep: a name for its lines, and its command."""

    name: str
    command: tuple[str, ...]


def _web(name: str, application: str, port: int, *more: str) -> Program:
    options = ("--workers=2", "--threads=4", "--graceful-timeout=10", "--log-level=warning")
    return Program(
        name,
        (
            *(sys.executable, "-m", "gunicorn", application, f"--bind={HOST}:{port}", *options),
            # Its control socket would be a file in the person's home.
            "--no-control-socket",
            *more,
        ),
    )


def _celery(name: str, what: str, *options: str) -> Program:
    # Celery warns root of pickled tasks; ours are JSON, nothing else is accepted.
    python = (sys.executable, "-W", "ignore:You're running the worker", "-m", "celery")
    command = (*python, "--quiet", "-A", "config.celery", what, "--loglevel=WARNING")
    return Program(name, (*command, *options))


# Workers need not know of each other: they share the database, and talk would cost them idling.
_KEEPS_TO_ITSELF = ("--without-gossip", "--without-mingle", "--without-heartbeat")


def programs(*, port: int, practice_port: int, data: Path) -> tuple[Program, ...]:
    """Web, practice org, worker and beat; beat keeps its schedule in the data folder."""
    schedule = data / "beat"
    schedule.mkdir(mode=0o700, parents=True, exist_ok=True)
    return (
        _web("web", "config.wsgi", port),
        # Salesforce itself says when an address is too long; gunicorn's own limit is shorter.
        # Its calls may be made to wait (rules/faults.py), so that it needs more threads.
        _web(
            *("practice", "config.practice_wsgi", practice_port),
            *("--limit-request-line=0", "--threads=24"),
        ),
        *(
            _celery(name, "worker", f"--hostname={name}@%h", *_KEEPS_TO_ITSELF)
            for name in ("worker-1", "worker-2")
        ),
        _celery("beat", "beat", f"--schedule={schedule / 'schedule'}", "--pidfile="),
    )


def shared_environment(
    given: Mapping[str, str], *, port: int, practice_port: int
) -> dict[str, str]:
    """The given variables and the addresses of both sites.

    Raises Refusal when there is no database or broker yet.
    """
    for name in ("DATABASE_URL", "BROKER_URL"):
        if not given.get(name):
            raise Refusal(
                f"{name} is not set. Start this through: "
                "python -m config.embedded -- python -m config.embedded.supervisor"
            )
    return dict(given) | {
        "BASE_URL": f"http://{HOST}:{port}",
        "PRACTICE_URL": f"http://{HOST}:{practice_port}",
        "PYTHONUNBUFFERED": "1",
        # Each thread has memory of its own to take from else, and never gives it back.
        "MALLOC_ARENA_MAX": "2",
    }


def data_folder(given: Mapping[str, str]) -> Path:
    """Where beat keeps its schedule: the embedded stack's folder, or .data in the project."""
    return Path(given.get("INLET_DATA") or os.fspath(PROJECT / ".data"))
