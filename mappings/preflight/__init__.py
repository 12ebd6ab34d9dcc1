"""Preflight: facts about an org and a mapping's rules become the checklist. Pure."""

from .cases import Case, Observed, needs_of, sent
from .findings import Check, Finding, Level, Remedy, RemedyKind
from .judging import judge, merged

__all__ = [
    "Case",
    "Check",
    "Finding",
    "Level",
    "Observed",
    "Remedy",
    "RemedyKind",
    "judge",
    "merged",
    "needs_of",
    "sent",
]
