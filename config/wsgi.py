"""The web process's entry."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

# Loaded here, so that a task sent from a web process knows its broker.
from .celery import app as celery_app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

application = get_wsgi_application()
__all__ = ["application", "celery_app"]
