"""The entry of the process that serves the practice orgs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from connections.practice.api.chunked import whole_bodies

from . import collecting

# Whatever the product beside it runs with: this process has settings of its own.
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.practice"

application = whole_bodies(get_wsgi_application())
collecting.settle()
