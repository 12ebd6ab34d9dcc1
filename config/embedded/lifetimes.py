"""Processes that end when they should: with the command, on request, or with their parent.

A parent killed with SIGKILL can't stop anything. So each child asks the kernel for a signal at
its parent's death (prctl PR_SET_PDEATHSIG, Linux). The wish is lost when a process changes its
user, therefore it is made last, after the change and before the program starts.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .accounts import Account
from .progress import say

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1
_PASSED_ON = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
WATCHED = _PASSED_ON | {signal.SIGCHLD}

Process = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Server:
    """A running server: its name for people, and the signals that end it, the gentlest first."""

    name: str
    process: Process
    log: Path
    endings: tuple[signal.Signals, ...]

    def stop(self, patience: float = 20.0) -> None:
        """End it, each signal given its time (seconds) before the next; the last is SIGKILL."""
        for ending in (*self.endings, signal.SIGKILL):
            self.process.send_signal(ending)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                say(f"{self.name} did not end on {ending.name} within {patience:.0f} s")
                continue
            return

    def last_words(self, lines: int = 5) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def hold_signals() -> None:
    """Let requests to end wait until they are looked for.

    From the first moment to the last: an exception out of a signal handler could strike while a
    server is half started, and be lost, or leave it running.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)


def end_if_asked() -> None:
    """Raise SystemExit when a request to end is waiting; called wherever a start waits."""
    for number in _PASSED_ON & signal.sigpending():
        raise SystemExit(128 + number)


def tied_to_us(at_death: signal.Signals) -> Callable[[], None]:
    """What a child does before its program starts: ask for a signal at this process's death."""
    parent = os.getpid()

    def tie() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(at_death))
        if os.getppid() != parent:
            # The parent died before the wish was made: nobody would ever end this child.
            os._exit(1)

    return tie


def start_server(
    command: Sequence[str | Path],
    *,
    folder: Path,
    log: Path,
    account: Account | None = None,
    at_death: signal.Signals,
    kept: int,
    config: str = "",
) -> Process:
    """Start a server in a folder, with its configuration on standard input.

    It has a process group of its own, so that Ctrl-C in a terminal reaches the command only,
    and it holds the file descriptor `kept` (the lock) as long as any process of it lives.
    """
    log.touch(mode=0o600)
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own programs, no shell
            command,
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=(kept,),
            process_group=0,
            umask=0o077,
            preexec_fn=tied_to_us(at_death),
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    _tell(process.stdin, config)
    return process


def _tell(pipe: IO[bytes] | None, text: str) -> None:
    if pipe is not None:
        pipe.write(text.encode())
        pipe.close()


def run_attended(
    command: Sequence[str], environment: Mapping[str, str], *, servers: Sequence[Server]
) -> int:
    """Run a command to its end, pass signals on to it, and return its exit code.

    A signal typed at the terminal (sent by the kernel) has reached the command already: it is in
    the same process group. One sent by a process has not. Signals are held (hold_signals).
    """
    end_if_asked()
    try:
        process = subprocess.Popen(  # noqa: S603 - what the person asked to run
            command, env=environment, preexec_fn=tied_to_us(signal.SIGTERM)
        )
    except OSError as error:
        say(f"{command[0]} could not be started: {error.strerror}.")
        return 127
    fallen: set[str] = set()
    while process.poll() is None:
        arrived = signal.sigtimedwait(WATCHED, 5.0)
        if arrived and arrived.si_signo in _PASSED_ON and arrived.si_code <= 0:
            process.send_signal(arrived.si_signo)
        _end_without_servers(process, servers, fallen)
    return 1 if fallen else _exit_code(process.returncode)


def _end_without_servers(process: Process, servers: Sequence[Server], fallen: set[str]) -> None:
    """End the command when a server has ended by itself; say so once."""
    for server in servers:
        if server.process.poll() is not None and server.name not in fallen:
            fallen.add(server.name)
            say(f"{server.name} ended by itself; its log is {server.log}.\n{server.last_words()}")
            process.terminate()


def _exit_code(returned: int) -> int:
    """A shell's way to tell an end by a signal: 128 and its number."""
    return returned if returned >= 0 else 128 - returned
