"""Whether the sites answer yet."""

from __future__ import annotations

import asyncio
import http.client
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from .refusals import Refusal

_PATH = "/healthz"


def _answers(address: str) -> bool:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)
    try:
        connection.request("GET", _PATH)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


async def answer(addresses: Iterable[str], *, within: float) -> None:
    """Wait until each address answers its health check.

    Raises Refusal when one does not within that many seconds.
    """
    deadline = time.monotonic() + within
    for address in addresses:
        while not await asyncio.to_thread(_answers, address):
            if time.monotonic() > deadline:
                raise Refusal(
                    f"{address}{_PATH} did not answer within {within:.0f} seconds. "
                    "The lines above say what the processes are doing."
                )
            await asyncio.sleep(0.2)
