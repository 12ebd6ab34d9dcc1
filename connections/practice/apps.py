"""The Django app of the practice org."""

from __future__ import annotations

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """Tables named practice_…"""

    name = "connections.practice"
    label = "practice"
    verbose_name = "Practice org"
