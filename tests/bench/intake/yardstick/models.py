"""A lead as a first draft would store it."""

from __future__ import annotations

from django.db import models


class BareLead(models.Model):
    """Columns for what is known, JSON for the rest; no index but its own."""

    external_id = models.CharField(max_length=255, blank=True)
    source = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=320, blank=True)
    first_name = models.CharField(max_length=200, blank=True)
    last_name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=500, blank=True)
    phone = models.CharField(max_length=80, blank=True)
    company = models.CharField(max_length=500, blank=True)
    website = models.CharField(max_length=500, blank=True)
    custom = models.JSONField(default=dict)
    received_at = models.DateTimeField(auto_now_add=True)
