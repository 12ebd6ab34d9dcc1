"""Processes that the supervisor keeps: started under a label, ended together."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from .lifetimes import tied_to_us
from .output import relay
from .programs import PROJECT, Program
from .refusals import Refusal

_PATIENCE = 30.0  # seconds; a worker first finishes the task it is at


@dataclass(frozen=True)
class Kept:
    """A started program and what copies its lines to the terminal."""

    name: str
    process: asyncio.subprocess.Process
    lines: asyncio.Task[None] | None

    async def ended(self) -> int:
        """Wait for its end; returns its exit code as a shell would, 128 and more for a signal."""
        code = await self.process.wait()
        return code if code >= 0 else 128 - code

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal; nothing happens when it has ended."""
        with suppress(ProcessLookupError):
            self.process.send_signal(number)

    def kill_group(self) -> None:
        """End it and what it has started, at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


async def start_program(
    program: Program, environment: Mapping[str, str], *, label: bytes | None
) -> Kept:
    """Start a program in a process group of its own; its lines get the label, None passes them on.

    In a group of its own Ctrl-C does not reach it, so that the supervisor decides who ends when.
    Raises Refusal when there is no such program.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *program.command,
            cwd=PROJECT,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE if label else None,
            stderr=asyncio.subprocess.STDOUT if label else None,
            process_group=0,
            preexec_fn=tied_to_us(signal.SIGTERM),
        )
    except OSError as error:
        raise Refusal(f"{program.command[0]} could not be started: {error.strerror}.") from error
    if label is None or process.stdout is None:
        return Kept(program.name, process, None)
    lines = asyncio.create_task(relay(process.stdout, label))
    return Kept(program.name, process, lines)


async def stop_all(kept: Sequence[Kept], *, hurry: asyncio.Event) -> None:
    """Ask all to end, wait, and kill what remains; a second request (hurry) kills at once."""
    for part in kept:
        part.tell(signal.SIGTERM)
    ends = asyncio.create_task(_all_ended(kept))
    hurried = asyncio.create_task(hurry.wait())
    await asyncio.wait({ends, hurried}, timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    hurried.cancel()
    for part in kept:
        part.kill_group()
    await ends
    copying = [part.lines for part in kept if part.lines]
    if copying:
        # A stray grandchild may hold the other end of a pipe open: its lines are not waited for.
        await asyncio.wait(copying, timeout=2.0)


async def _all_ended(kept: Sequence[Kept]) -> bool:
    for part in kept:
        await part.ended()
    return True
