"""What is pure is what is changed: one list says what is pure, another what isn't changed."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
TOOLS: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]
LEFT_OUT: list[str] = TOOLS["mutmut"]["do_not_mutate"]
FILES = sorted(str(path.relative_to(PROJECT)) for path in (PROJECT / "mappings").rglob("*.py"))


def _is_pure(file: str) -> bool:
    (contract,) = (
        one for one in TOOLS["importlinter"]["contracts"] if one["name"] == "Decision code is pure"
    )
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return any(f"{module}.".startswith(f"{pure}.") for pure in contract["source_modules"])


def test_all_that_is_pure_is_changed_and_nothing_else() -> None:
    changed = [file for file in FILES if not any(fnmatch(file, one) for one in LEFT_OUT)]
    assert changed == [file for file in FILES if _is_pure(file)]


def test_nothing_is_left_out_that_is_not_there() -> None:
    assert [one for one in LEFT_OUT if not any(fnmatch(file, one) for file in FILES)] == []
