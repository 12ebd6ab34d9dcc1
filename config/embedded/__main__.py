"""python -m config.embedded [options] -- COMMAND: run a command with a database and a broker."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from .lifetimes import hold_signals, run_attended
from .progress import say
from .refusals import Refusal
from .stack import running

_DEFAULT_DATA = Path(__file__).resolve().parents[2] / ".data"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m config.embedded",
        description="Start PostgreSQL (unless DATABASE_URL is set) and Valkey (unless BROKER_URL "
        "is set), run a command with their addresses in its environment, then stop them.",
    )
    parser.add_argument(
        "--data", type=Path, default=_DEFAULT_DATA, metavar="DIR",
        help="where the data is kept (default: .data in the project)",
    )  # fmt: skip
    parser.add_argument("--fresh", action="store_true", help="remove the data first")
    parser.add_argument(
        "--throwaway", action="store_true",
        help="for tests: remove the data first, and don't wait for the disk",
    )  # fmt: skip
    parser.add_argument("command", nargs="+", metavar="-- COMMAND", help="what to run")
    return parser


def main(arguments: list[str]) -> int:
    """Run the command; returns its exit code, or 1 with a sentence when the start is refused."""
    options = _parser().parse_args(arguments)
    hold_signals()
    try:
        with running(
            options.data, os.environ, fresh=options.fresh, throwaway=options.throwaway
        ) as stack:
            return run_attended(
                options.command, os.environ | stack.variables, servers=stack.servers
            )
    except Refusal as refusal:
        say(str(refusal))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
