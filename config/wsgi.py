"""The web process's entry."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from . import collecting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

application = get_wsgi_application()
collecting.settle()
