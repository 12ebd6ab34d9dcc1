"""The output of several processes on one terminal: each line under the name of its process."""

from __future__ import annotations

import asyncio
import os
import sys

_COLOURS = (36, 33, 35, 32, 34)  # cyan, yellow, magenta, green, blue: readable on dark and light
_WIDTH = 8


class Labels:
    """Hands out the label of each process; coloured on a terminal unless NO_COLOR is set."""

    def __init__(self) -> None:
        self._coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self._given = 0

    def label(self, name: str) -> bytes:
        """The beginning of each line of a process."""
        text = f"{name:<{_WIDTH}} | "
        if self._coloured:
            text = f"\033[{_COLOURS[self._given % len(_COLOURS)]}m{text}\033[0m"
        self._given += 1
        return text.encode()


async def relay(stream: asyncio.StreamReader, label: bytes) -> None:
    """Write the lines of a stream under a label until it ends; lines may be of any length."""
    rest = b""
    while chunk := await stream.read(65536):
        *lines, rest = (rest + chunk).split(b"\n")
        _write(label, *lines)
    if rest:
        _write(label, rest)


def _write(label: bytes, *lines: bytes) -> None:
    for line in lines:
        sys.stdout.buffer.write(label + line + b"\n")
    sys.stdout.buffer.flush()
