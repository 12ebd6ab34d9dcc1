"""The embedded Valkey: the broker that carries wake-ups, on a socket that only its owner enters."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import redis

from .binaries import valkey_server
from .keys import Keys
from .lifetimes import Server, end_if_asked, start_server
from .progress import step
from .refusals import Refusal

_SOCKET = "valkey.sock"
_PATIENCE = 60.0  # seconds
_CONFIG = """
port 0
unixsocket {socket}
unixsocketperm 700
requirepass {password}
dir .
databases 16
maxmemory-policy noeviction
appendonly {kept}
save ""
"""


@contextmanager
def running_valkey(
    folder: Path, reach: Path, *, keys: Keys, lock: int, throwaway: bool
) -> Iterator[tuple[Server, str]]:
    """The broker of a locked data folder, with its address for Celery.

    `reach` is a short path to the same folder, for the address. Raises Refusal when there is
    no start.
    """
    home = folder / "valkey"
    home.mkdir(mode=0o700, exist_ok=True)
    log = folder / "valkey.log"
    kept = "no" if throwaway else "yes"
    process = start_server(
        [valkey_server(), "-"],
        folder=home,
        log=log,
        at_death=signal.SIGTERM,
        kept=lock,
        config=_CONFIG.format(socket=_SOCKET, password=keys.broker, kept=kept),
    )
    # SIGTERM: writes what is open to disk, then ends.
    server = Server("Valkey", process, log, (signal.SIGTERM,))
    socket = reach / home.name / _SOCKET
    try:
        with step("starting Valkey"):
            _await_answer(server, socket, keys.broker)
        yield server, _address(socket, keys)
    finally:
        server.stop()


def _address(socket: Path, keys: Keys) -> str:
    password = quote(keys.broker, safe="")
    return f"redis+socket://:{password}@{quote(str(socket))}?virtual_host=0"


def _await_answer(server: Server, socket: Path, password: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    with redis.Redis(unix_socket_path=str(socket), password=password, socket_timeout=10) as client:
        while True:
            end_if_asked()
            try:
                client.ping()
            except (redis.ConnectionError, redis.TimeoutError) as error:
                if server.process.poll() is not None or time.monotonic() > deadline:
                    raise Refusal(
                        f"Valkey did not start: {error}\nIts log, {server.log}, ends with:\n"
                        f"{server.last_words()}"
                    ) from error
                time.sleep(0.05)
            else:
                return
