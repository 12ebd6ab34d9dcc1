"""Changes the pure modules of mappings/ in thousands of small ways and counts what no test sees.

    python -m tests.mutants --modules "guards verdicts" --sample 20 --seed 1

makes the mutants with mutmut in the folder mutants/ (the project is left as it is), runs the
tests that reach each one, and prints a table. docs/mutants.md says how to read it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from mutmut.__main__ import create_mutants
from mutmut.utils.file_utils import copy_also_copy_files, copy_src_dir

FOLDER = Path("mutants")
# The tests' settings ask for a database; none is opened.
NOWHERE = "postgres://nobody@127.0.0.1:1/none"
PYTEST = [
    *("--disable-plugin-autoload", "-p", "pytest_django.plugin", "-p", "_hypothesis_pytestplugin"),
    *("-p", "no:cacheprovider", "-p", "no:unraisableexception", "-p", "no:threadexception"),
    *("--assert=plain", "--rootdir=.", "-qq", "-s", "-p", "tests.mutants.running"),
    "tests/mappings",
]


def main() -> int:
    """Make the mutants, run them, say what came of it: what pytest returned."""
    asked = argparse.ArgumentParser(prog="python -m tests.mutants")
    asked.add_argument("--modules", default="", help="such as: guards suggesting.steps; or all")
    asked.add_argument("--sample", default="100", help="per cent of each module's mutants")
    asked.add_argument("--seed", default="1", help="which ones are drawn")
    asked.add_argument(
        "--again", action="store_true", help="only those that lived, and what wasn’t run"
    )
    told = asked.parse_args()
    FOLDER.mkdir(exist_ok=True)
    for copied in ("tests", "mappings"):
        _refresh(copied)
    print("making the mutants, a minute the first time", flush=True)
    with redirect_stdout(StringIO()):
        copy_src_dir()
        copy_also_copy_files()
        create_mutants(1)
    print("running the tests of each", flush=True)
    choice = {
        "DATABASE_URL": NOWHERE,
        "MUTANTS_OF": told.modules,
        "MUTANTS_SAMPLE": told.sample,
        "MUTANTS_SEED": told.seed,
        "MUTANTS_AGAIN": "1" if told.again else "",
    }
    command = [sys.executable, "-m", "pytest", *PYTEST]
    return subprocess.run(command, cwd=FOLDER, env=os.environ | choice, check=False).returncode


def _refresh(folder: str) -> None:
    """Copies of files that are gone, and what is noted beside them, would still count."""
    for copy in (FOLDER / folder).rglob("*.py"):
        if not copy.relative_to(FOLDER).exists():
            for noted in copy.parent.glob(f"{copy.name}*"):
                noted.unlink()


if __name__ == "__main__":
    sys.exit(main())
