"""Error pages, named in config.urls."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from .guarding import private


@private
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request can't be read."""
    del exception
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


@private
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the role doesn't allow it."""
    del exception
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


@private
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing there, or nothing for this person, which looks the same."""
    del exception
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


@private
def broken(request: HttpRequest) -> HttpResponse:
    """500, without asking the session or the database: one of them may be what broke."""
    del request
    return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)
