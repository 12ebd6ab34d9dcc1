"""A TCP proxy that makes trouble: between the product and an org, or PostgreSQL.

It runs in a thread of its own. Requests are told apart by `reading`: whole HTTP requests, or
whatever comes at once, which for PostgreSQL is a statement.
"""

from __future__ import annotations

import asyncio
import re
import socket
import struct
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from .trouble_rules import Rule

Reading = Callable[[asyncio.StreamReader], Awaitable[bytes]]
_NOTHING_LINGERS = struct.pack("ii", 1, 0)
_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_PIECE = 1 << 16
_ROOM = 1 << 26


async def whole_request(reader: asyncio.StreamReader) -> bytes:
    """One HTTP request, head and body; nothing at the end of the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        found = _LENGTH.search(head)
        return head + await reader.readexactly(int(found[1]) if found else 0)
    except asyncio.IncompleteReadError:
        return b""


async def whatever_comes(reader: asyncio.StreamReader) -> bytes:
    """What there is to read now; nothing at the end of the connection."""
    return await reader.read(_PIECE)


class Proxy:
    """Listens at `port` of the loopback address and passes on to `upstream`; use as a context.

    `upstream` is (host, port), or the path of a socket. `rules` may be changed at any moment;
    of those that fall the first decides.
    """

    def __init__(self, upstream: tuple[str, int] | str, reading: Reading, *, port: int = 0) -> None:
        self.upstream, self.reading = upstream, reading
        self.rules: list[Rule] = []
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Proxy:
        self._thread.start()
        if not self._ready.wait(10):
            raise TimeoutError("The proxy does not listen.")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _listen(self) -> None:
        server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=_ROOM)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if isinstance(self.upstream, str):
                there = await asyncio.open_unix_connection(self.upstream, limit=_ROOM)
            else:
                there = await asyncio.open_connection(*self.upstream, limit=_ROOM)
        except OSError:
            _reset(writer)
            return
        await _Line(self, reader, writer, *there).carry()


@dataclass(slots=True)
class _Line:
    """One connection through the proxy, both ways. `left`: bytes of answers that still pass."""

    proxy: Proxy
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    from_server: asyncio.StreamReader
    to_server: asyncio.StreamWriter
    left: int | None = None

    async def carry(self) -> None:
        back = asyncio.create_task(self._answers())
        try:
            while request := await self.proxy.reading(self.reader):
                rule = next((one for one in self.proxy.rules if one.falls(request)), None)
                if not await self._passes(rule):
                    _reset(self.writer)
                    return
                self.to_server.write(request)
                await self.to_server.drain()
        except (ConnectionError, OSError):
            _reset(self.writer)
        finally:
            self.to_server.close()
            await back
            self.writer.close()

    async def _passes(self, rule: Rule | None) -> bool:
        """Whether the request goes on to the server, after whatever befalls it here."""
        if rule is None:
            return True
        if rule.kind in {"latency", "late"}:
            await asyncio.sleep(rule.delay())
        if rule.kind == "hang":
            with suppress(ConnectionError):
                await self.reader.read()
        if rule.kind in {"reset_after", "cut"}:
            self.left = rule.bytes if rule.kind == "cut" else 0
        gone = rule.kind == "latency" and self.reader.at_eof()
        return rule.kind not in {"reset_before", "hang"} and not gone

    async def _answers(self) -> None:
        with suppress(ConnectionError, OSError):
            while piece := await self.from_server.read(_PIECE):
                if self.left is not None:
                    piece, self.left = piece[: self.left], max(0, self.left - len(piece))
                with suppress(ConnectionError, OSError):
                    self.writer.write(piece)
                    await self.writer.drain()
                if self.left == 0:
                    _reset(self.writer)
                    return
        if not self.writer.is_closing():
            self.writer.close()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Ends a TCP connection with a reset, as a crash or a firewall does."""
    found = writer.get_extra_info("socket")
    if found is not None:
        with suppress(OSError):
            found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NOTHING_LINGERS)
    writer.transport.abort()
