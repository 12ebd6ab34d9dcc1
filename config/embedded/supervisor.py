"""python -m config.embedded.supervisor [options]: run web, practice org, worker and beat together.

All end when one ends, on Ctrl-C and on SIGTERM. Why not honcho: its processes live on when it is
killed; ours ask the kernel for an end with their parent (lifetimes).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Mapping

from .kept import Kept, start_program, stop_all
from .lifetimes import tied_to_us
from .output import Labels
from .ports import choose_port
from .programs import PROJECT, Program, data_folder, programs, shared_environment
from .progress import say, step
from .readiness import answer
from .refusals import Refusal

_READY_WITHIN = 60.0  # seconds
_INTERRUPTED = 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m config.embedded.supervisor",
        description="Run web, practice org, worker and beat until one of them ends. "
        "A port of 0 takes any free one.",
    )
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument(
        "--practice-port", type=int, default=int(os.environ.get("PRACTICE_PORT") or 8001)
    )
    parser.add_argument(
        "--until-done", action="store_true", help="end with the command of --then, and its code"
    )
    parser.add_argument(
        "--then",
        nargs=argparse.REMAINDER,
        default=[],
        metavar="COMMAND",
        help="run this once both sites answer; if it fails, everything ends",
    )
    return parser


def _migrate(environment: dict[str, str]) -> None:
    """Bring the tables up to date. Raises Refusal with Django's words when that fails."""
    with step("bringing the database up to date"):
        done = subprocess.run(
            [sys.executable, "manage.py", "migrate", "--database", "owner", "--no-input", "-v0"],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=tied_to_us(signal.SIGTERM),
            check=False,
        )
        if done.returncode:
            raise Refusal(f"The database could not be migrated:\n{done.stdout.decode().strip()}")


async def _then(command: list[str], environment: dict[str, str], kept: list[Kept]) -> int | None:
    """Wait until both sites answer and run the command; returns its exit code, None without one."""
    addresses = (environment["BASE_URL"], environment["PRACTICE_URL"])
    say("waiting for both sites to answer")
    await answer(addresses, within=_READY_WITHIN)
    say(f"Inlet is at {addresses[0]}, the practice org at {addresses[1]}. Ctrl-C ends both.")
    if not command:
        return None
    process = await start_program(Program("then", tuple(command)), environment, label=None)
    kept.append(process)
    return await process.ended()


async def _supervise(
    options: argparse.Namespace, environment: dict[str, str], parts: tuple[Program, ...]
) -> int:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, asked.set)
    labels = Labels()
    kept = [await start_program(part, environment, label=labels.label(part.name)) for part in parts]
    ends = {asyncio.create_task(part.ended()): part.name for part in kept}
    stop = asyncio.create_task(asked.wait())
    then = asyncio.create_task(_then(options.then, environment, kept))
    try:
        return await _first_end(ends, stop=stop, then=then, until_done=options.until_done)
    finally:
        then.cancel()
        asked.clear()
        say("stopping all processes")
        await stop_all(kept, hurry=asked)


async def _first_end(
    ends: Mapping[asyncio.Task[int], str],
    *,
    stop: asyncio.Task[bool],
    then: asyncio.Task[int | None],
    until_done: bool,
) -> int:
    """Wait for whatever ends it all; returns the exit code it stands for."""
    waiting: set[asyncio.Task[object]] = {*ends, stop, then}
    while True:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if stop in done:
            return _INTERRUPTED if until_done else 0
        for task, name in ends.items():
            if task in done:
                say(f"{name} ended by itself with code {task.result()}, so all end.")
                return task.result() or 1
        if until_done or then.result():
            return then.result() or 0


def main(arguments: list[str]) -> int:
    """Run everything; returns 0 when ended on request, else what the end stands for."""
    options = _parser().parse_args(arguments)
    try:
        port = choose_port(options.port, option="--port", variable="PORT")
        practice_port = choose_port(
            options.practice_port, option="--practice-port", variable="PRACTICE_PORT"
        )
        if port == practice_port:
            raise Refusal(f"Both sites were given port {port}; each needs one of its own.")
        environment = shared_environment(os.environ, port=port, practice_port=practice_port)
        _migrate(environment)
        parts = programs(port=port, practice_port=practice_port, data=data_folder(os.environ))
        return asyncio.run(_supervise(options, environment, parts))
    except Refusal as refusal:
        say(str(refusal))
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
