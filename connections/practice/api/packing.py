"""Large answers in fewer bytes, for clients that take them so (salesforce-facts 2.1)."""

from __future__ import annotations

import gzip

from django.http import HttpRequest, HttpResponse

# Below this the work costs more than the bytes.
_SMALL = 8_192
# Fastest: the answers are read once, and mostly on the same machine.
_EFFORT = 1


def packed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response, its content packed when it is large and the client accepts gzip."""
    if len(response.content) < _SMALL or "gzip" not in request.headers.get("Accept-Encoding", ""):
        return response
    response.content = gzip.compress(response.content, _EFFORT)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response
