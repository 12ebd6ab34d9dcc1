"""What can be taken away from the page "Salesforce settings"."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from connections.documents import document_of
from connections.models import Connection
from mappings import recipe
from syncs.page_values.checklist import Checklist

from .fields import mapped_rules
from .markdown import markdown
from .pdf import pdf

__all__ = ["as_document", "markdown", "package", "pdf"]


def package(connection: Connection) -> bytes:
    """The zip with tracking fields and a permission set for exactly what is mapped.

    Outside the walls.
    """
    return recipe.package(mapped_rules(connection), version=settings.SALESFORCE_API_VERSION)


def as_document(checklist: Checklist) -> dict[str, Any]:
    """A checklist as JSON: of the API and of the command."""
    document: dict[str, Any] = document_of(checklist)
    document["connection_id"] = str(checklist.connection_id)
    for name, moment in (("at", checklist.at), ("tried_at", checklist.tried_at)):
        document[name] = moment.isoformat() if moment else None
    return {**document, "summary": checklist.summary, "blocks": bool(checklist.blocking)}
