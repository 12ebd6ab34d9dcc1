"""The addresses of the API beyond the leads, under /api/v1/."""

from __future__ import annotations

from django.urls import path

from .configuration import ConfigurationView
from .connections import (
    CertificateView,
    ConfirmOrgView,
    ConnectionsView,
    ConnectionView,
    ConnectView,
    DisconnectView,
)
from .ledger import LedgerView, ReconciliationsView
from .links import LinksView, LinkView
from .preflight import PreflightView

_ONE = "connections/<uuid:connection_id>"

urlpatterns = [
    path("configuration", ConfigurationView.as_view(), name="api-configuration"),
    path("ledger", LedgerView.as_view(), name="api-ledger"),
    path("reconciliations", ReconciliationsView.as_view(), name="api-reconciliations"),
    path("connections", ConnectionsView.as_view(), name="api-connections"),
    path(_ONE, ConnectionView.as_view(), name="api-connection"),
    path(f"{_ONE}/connect", ConnectView.as_view(), name="api-connect"),
    path(f"{_ONE}/disconnect", DisconnectView.as_view(), name="api-disconnect"),
    path(f"{_ONE}/confirm-org", ConfirmOrgView.as_view(), name="api-confirm-org"),
    path(f"{_ONE}/certificate", CertificateView.as_view(), name="api-certificate"),
    path(f"{_ONE}/preflight", PreflightView.as_view(), name="api-preflight"),
    path(f"{_ONE}/links", LinksView.as_view(), name="api-links"),
    path(f"{_ONE}/links/<uuid:link_id>", LinkView.as_view(), name="api-link"),
]
