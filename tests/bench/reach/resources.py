"""What processes use, as the kernel counts it in /proc (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """The process and all that came of it, as far as they live."""
    found, at = [pid], 0
    children = _children()
    while at < len(found):
        found += children.get(found[at], [])
        at += 1
    return found


def parent(pid: int) -> int:
    """The process that started this one."""
    return int(_stat(pid)[1])


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor time of these processes, and of those of their children that have ended."""
    total = 0
    for pid in pids:
        fields = _stat(pid)
        total += sum(int(one) for one in fields[11:15]) if fields else 0
    return total / _TICKS


def memory_mb(pid: int) -> float:
    """What the process itself holds in memory now, pages shared with others included."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for pid in _all():
        fields = _stat(pid)
        if fields:
            found.setdefault(int(fields[1]), []).append(pid)
    return found


def _all() -> list[int]:
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """The fields behind the name: state first, then the parent's pid."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return []
