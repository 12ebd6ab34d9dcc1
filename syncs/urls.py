"""The addresses of pages and API."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("syncs.intake.urls")),
]
