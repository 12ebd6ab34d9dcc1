"""Celery carries wake-ups; the database is the queue of record (design.md 4.1)."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("inlet")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["syncs"])
