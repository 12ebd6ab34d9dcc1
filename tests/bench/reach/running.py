"""One run: the processes are started, each row that is wanted is measured, results are kept."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from .backlogs import backlog, slow_org
from .neighbours import neighbours
from .picture import picture
from .processes import Processes
from .sizes import Sizes
from .steady import singly
from .table import Line, markdown

Rows = Callable[[Processes, Sizes], Iterator[Line]]
_ROWS: tuple[tuple[frozenset[int], Rows], ...] = (
    (frozenset({1, 5, 12}), backlog),
    (frozenset({6}), slow_org),
    (frozenset({2, 3, 4}), singly),
    (frozenset({7, 8}), neighbours),
)


def run(sizes: Sizes, folder: Path) -> int:
    """0; a goal that is missed is told, not punished: figures depend on the machine."""
    lines: list[Line] = []
    began = time.monotonic()
    with Processes(folder) as running:
        for rows, measure in _ROWS:
            if rows & set(sizes.rows):
                for line in measure(running, sizes):
                    print(line, flush=True)
                    lines.append(line)
    print(f"{time.monotonic() - began:.0f} s")
    if sizes.out:
        kept = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "sizes": asdict(sizes),
                "cpus": os.cpu_count(), "lines": [one.as_document() for one in lines]}  # fmt: skip
        sizes.out.write_text(json.dumps(kept, indent=1, default=str) + "\n")
        sizes.out.with_suffix(".md").write_text(markdown(lines) + "\n")
    drawn = picture(lines)
    if sizes.picture and drawn:
        sizes.picture.write_text(drawn)
    return 0
