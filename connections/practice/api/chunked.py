"""Bodies that a client streams without saying how long they are, as Node's clients do.

Django reads only as much as Content-Length says.
"""

from __future__ import annotations

from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import Any, Protocol

_IN_MEMORY = 1_000_000
_PIECE = 65_536
# More than any upload may have, see `bodies`.
_MOST = 200_000_000


class Wsgi(Protocol):
    """A WSGI application."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]: ...


def whole_bodies(application: Wsgi) -> Wsgi:
    """`application`, which finds every streamed body whole and with its length."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        chunked = environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked"
        # Only a server that knows where the body ends can be asked for all of it.
        if chunked and environ.get("wsgi.input_terminated"):
            body = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it lives as long as the call
            while body.tell() < _MOST and (piece := environ["wsgi.input"].read(_PIECE)):
                body.write(piece)
            environ["CONTENT_LENGTH"] = str(body.tell())
            body.seek(0)
            environ["wsgi.input"] = body
        return application(environ, start_response)

    return answer
