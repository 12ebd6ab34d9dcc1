"""The yardstick's addresses."""

from __future__ import annotations

from django.urls import path

from .views import Many, One, plain

urlpatterns = [
    path("one", One.as_view()),
    path("many", Many.as_view()),
    path("plain", plain),
]
