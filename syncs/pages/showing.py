"""Answering with a page: its value in its template, the shell around it, live parts alone."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from connections.models import Connection
from syncs.page_values import Shell
from syncs.page_values.shell import Current
from syncs.reporting.orgs import Orgs, read_orgs
from syncs.reporting.shells import client_shell
from tenants.doors import Visit


def shell_for(
    request: Visit,
    current: Current,
    *,
    known: Orgs | None = None,
    shown: Connection | None = None,
) -> Shell:
    """The shell of a client's page; about the client's main org unless another is `shown`.

    Two reads, one more without the orgs `known` already.
    """
    known = known or read_orgs()
    return client_shell(
        request.tenant,
        user=request.user,
        role=request.role,
        known=known,
        shown=shown or known.main,
        current=current,
        now=timezone.now(),
    )


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for the live part only; going back in history needs the whole page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in headers


def is_current(request: HttpRequest, mark: str) -> bool:
    """Whether a live part that asks shows what it would get."""
    return is_part(request) and request.headers.get("Inlet-Seen") == mark


def nothing_new() -> HttpResponse:
    """204: the live part stays as it is."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def show(
    request: HttpRequest,
    template: str,
    *,
    page: object,
    shell: Shell,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page; of "syncs/leads.html" a live part gets "syncs/_live_leads.html" alone."""
    if is_part(request):
        folder, _, name = template.rpartition("/")
        template = f"{folder}/_live_{name}"
    return render(request, template, {"page": page, "shell": shell}, status=status)
