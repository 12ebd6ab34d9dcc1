"""What the views of connections share: who calls, which connection, how a refusal is told."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any, cast

from django.http import Http404
from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

from connections.blocking import Advice
from connections.links import Maker
from connections.models import Connection
from syncs.intake.authentication import Caller
from syncs.intake.problems import PROBLEM
from syncs.intake.taking import tenant_of
from tenants import walls

from .serializers import RefusalSerializer

READ, WRITE = "connections:read", "connections:write"
REFUSED = {
    (409, PROBLEM): OpenApiResponse(
        RefusalSerializer, "Salesforce, or the connection's state, does not allow it."
    )
}


def caller(request: Request) -> str:
    """The key, as the record of changes names it."""
    return f"API key {cast(Caller, request.user).key.name}"


def maker(request: Request) -> Maker:
    """The key, as the maker of a link."""
    return Maker(caller(request))


def find_connection(request: Request, connection_id: uuid.UUID) -> Connection:
    """The caller's connection. Raises Http404, for another client's just the same."""
    with walls.inside(tenant_of(request)):
        rows = Connection.objects.select_related("tenant")
        row = rows.filter(pk=connection_id).first()
    if row is None:
        raise Http404("There is no such connection here.")
    return row


def refusal(advice: Advice) -> Response:
    """409, with what to do and who has to do it."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus.CONFLICT.phrase,
        "status": HTTPStatus.CONFLICT.value,
        "detail": advice.cause,
        "fix": advice.fix,
        "reason": advice.reason.value,
        "needs_admin": advice.needs_admin,
        "setup": advice.setup,
        "steps": list(advice.steps),
    }
    return Response(body, HTTPStatus.CONFLICT, content_type=PROBLEM)
