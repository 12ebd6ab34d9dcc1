"""Celery carries wake-ups; the database is the queue of record (design.md 4.1)."""

from __future__ import annotations

import os
import sys
from typing import Any

from celery import Celery
from celery.signals import worker_init, worker_ready
from kombu.transport.redis import QoS

from . import collecting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
# Django's checks load every page, form and admin, 70 MB that no task needs; make check runs them.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("inlet")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["syncs", "syncs.bookkeeping"])

# A worker whose broker went away would give back what it has not acknowledged, over the very
# connection that is lost, and end of that (kombu 5.7). The sweeper wakes what is due.
QoS.restore_at_shutdown = False

# Seconds for which a thread may compute before another one gets its turn; Python's 0.005 makes a
# single lead wait at each of its steps while another thread decides a thousand.
_SWITCH = 0.0005


@worker_init.connect
def share_the_processor(**_: Any) -> None:
    """Let single leads through between the steps of large batches."""
    sys.setswitchinterval(_SWITCH)


@worker_ready.connect
def settle(**_: Any) -> None:
    """What every task needs is loaded by now."""
    collecting.settle()
