"""A setting that would open too much stops the start."""

from __future__ import annotations

from typing import Any

from django.core.checks import run_checks


def test_only_hosts_may_be_added(settings: Any) -> None:
    settings.SALESFORCE_EXTRA_HOSTS = ["login.example.mil", ".my.salesforce.mil"]
    assert [one for one in run_checks() if one.id == "connections.E001"] == []
    settings.SALESFORCE_EXTRA_HOSTS = ["*.salesforce.com"]
    (found,) = (one for one in run_checks() if one.id == "connections.E001")
    assert "'*.salesforce.com'" in found.msg
