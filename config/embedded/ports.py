"""Ports for the web processes."""

from __future__ import annotations

import socket

from .refusals import Refusal

HOST = "127.0.0.1"


def choose_port(wanted: int, *, option: str, variable: str) -> int:
    """A port nobody listens on: the wanted one, or any when 0 is wanted.

    Raises Refusal, naming the option and the variable, when the wanted one is taken.
    """
    with socket.socket() as probe:
        # As gunicorn does: a port whose connections are only fading away is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted))
        except OSError as error:
            raise Refusal(
                f"Port {wanted} can't be used: {error.strerror}. "
                f"Choose another with {option} NUMBER or {variable}=NUMBER."
            ) from error
        return int(probe.getsockname()[1])
