"""Inlet against its goals.

    python -m config.embedded --data .data/bench --fresh -- python -m tests.bench.reach

All rows with their usual sizes take about 20 minutes, `--quick` about five. One row alone:
`--row 5 --leads 5000 --rounds 3`. Every line says what was measured, its goal, and whether it was
reached; `--out` keeps it all as JSON, `--picture` draws it.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from pathlib import Path

import django

from tests.stack import free_port

from .sizes import read_sizes


def main(arguments: list[str]) -> int:
    """Run the rows that were asked for."""
    sizes = read_sizes(arguments)
    os.environ |= {
        "BASE_URL": f"http://127.0.0.1:{free_port()}",
        "PRACTICE_URL": f"http://127.0.0.1:{free_port()}",
        # Every call is made to wait here, and many at a time.
        "PRACTICE_ASLEEP": "1000",
    }
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    # Django's models can be imported only now.
    running = importlib.import_module("tests.bench.reach.running")
    with tempfile.TemporaryDirectory() as folder:
        code: int = running.run(sizes, Path(folder))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
