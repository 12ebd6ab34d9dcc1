"""Sending a wake-up: "this connection has work". Carries ids only; may be lost or repeated."""

from __future__ import annotations

import uuid

from celery import current_app

WORK = "syncs.tasks.work"


def wake(tenant_id: uuid.UUID, connection_id: uuid.UUID) -> None:
    """Tell a worker. Raises kombu's OperationalError when the broker is away."""
    current_app.send_task(WORK, args=[str(tenant_id), str(connection_id)], ignore_result=True)
