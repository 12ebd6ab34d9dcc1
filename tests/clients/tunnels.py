"""A proxy on the loopback address through which every name of Salesforce's leads to one port.

Clients that insist on https://….salesforce.com are told to use it by their own ordinary option.
"""

from __future__ import annotations

import socket
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    port = 0


class _Tunnel(socketserver.StreamRequestHandler):
    timeout = 60

    def handle(self) -> None:
        words = self.rfile.readline().decode("latin-1").split()
        while self.rfile.readline().strip():
            pass
        host = words[1].rpartition(":")[0] if len(words) == 3 else ""
        if words[:1] != ["CONNECT"] or not host.endswith(".salesforce.com"):
            self.wfile.write(b"HTTP/1.1 403 Only Salesforce is behind this proxy\r\n\r\n")
            return
        assert isinstance(self.server, _Server)
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=60) as beyond:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            back = Thread(target=_pump, args=(beyond, self.connection), daemon=True)
            back.start()
            _pump(self.connection, beyond)
            back.join(timeout=60)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65_536):
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def tunnels_to(port: int) -> Iterator[str]:
    """The address of a proxy that leads to `port`, while it runs."""
    with _Server(("127.0.0.1", 0), _Tunnel) as server:
        server.port = port
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
