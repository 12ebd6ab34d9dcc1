"""The one exception of the embedded stack."""

from __future__ import annotations


class Refusal(Exception):
    """A start that can't go on; its text says why, and what to do, in sentences for a person."""
