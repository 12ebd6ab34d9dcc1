"""What is wrong with the settings of the Salesforce side, said at start and by `check`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .hosts import extra_hosts


@register()
def extra_hosts_are_hosts(**_: Any) -> list[CheckMessage]:
    """SALESFORCE_EXTRA_HOSTS opens hosts to our tokens: nothing in it may be misread."""
    try:
        extra_hosts(settings.SALESFORCE_EXTRA_HOSTS)
    except ValueError as error:
        return [Error(f"SALESFORCE_EXTRA_HOSTS: {error}", id="connections.E001")]
    return []
