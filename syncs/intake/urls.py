"""The API's addresses, under /api/v1/."""

from __future__ import annotations

from typing import Any

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from . import schema
from .api import LeadBatchView, LeadsView, LeadView
from .planning import PlanView

__all__ = ["schema", "urlpatterns"]

OPEN: dict[str, Any] = {"authentication_classes": [], "permission_classes": []}
DOCS = SpectacularSwaggerSplitView.as_view(
    url_name="api-schema", template_name="syncs/api_docs.html", **OPEN
)

urlpatterns = [
    path("leads", LeadsView.as_view(), name="api-leads"),
    path("leads/batch", LeadBatchView.as_view(), name="api-leads-batch"),
    path("leads/plan", PlanView.as_view(), name="api-leads-plan"),
    path("leads/<uuid:lead_id>", LeadView.as_view(), name="api-lead"),
    path("openapi.json", SpectacularAPIView.as_view(**OPEN), name="api-schema"),
    path("docs", DOCS, name="api-docs"),
]
