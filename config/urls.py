"""The addresses of the product."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from syncs.health import healthz

handler400 = "syncs.pages.errors.bad_request"
handler403 = "syncs.pages.errors.forbidden"
handler404 = "syncs.pages.errors.not_found"
handler500 = "syncs.pages.errors.broken"


def favicon(request: HttpRequest) -> HttpResponse:
    """Nothing: the pages name their icon themselves."""
    del request
    return HttpResponse(status=204)


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", favicon),
    path("account/", include("allauth.account.urls")),
    path("staff/", admin.site.urls),
    path("", include("syncs.urls")),
]
