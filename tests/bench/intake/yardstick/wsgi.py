"""The yardstick's entry; its settings are named by whoever starts it."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
