"""The web process's entry."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from . import collecting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

application = get_wsgi_application()
# Every page and form is loaded now, not by whoever asks a fresh process first: that took seconds.
get_resolver().reverse_dict  # noqa: B018
collecting.settle()
