"""A client's row is drawn once while it stays the same, and anew when anything of it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tenants.templatetags.inlet import client_row

from .samples.others import CLIENT_ROWS
from .samples.world import NOW

pytestmark = pytest.mark.urls("tests.syncs.samples.urls")
ROW = CLIENT_ROWS[1]


def test_the_same_row_is_drawn_once_a_day() -> None:
    assert client_row(ROW, NOW) is client_row(replace(ROW), NOW + timedelta(minutes=5))
    assert "14:20" in client_row(ROW, NOW)
    assert "19 Nov 14:20" in client_row(ROW, NOW + timedelta(days=1))


def test_another_figure_or_zone_is_another_row() -> None:
    assert "1 to repair" in client_row(replace(ROW, waiting=1), NOW)
    with timezone.override("Asia/Tokyo"):
        assert "23:20" in client_row(ROW, NOW)
