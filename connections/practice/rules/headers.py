"""The request headers that steer a save (salesforce-facts 7.1, 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

AUTO_ASSIGN = "sforce-auto-assign"
DUPLICATE_RULE = "sforce-duplicate-rule-header"
QUERY_OPTIONS = "sforce-query-options"


@dataclass(frozen=True, slots=True)
class DuplicateOptions:
    """What the client said about duplicate rules; everything is off unless it said so."""

    allow_save: bool = False
    include_record_details: bool = False
    run_as_current_user: bool = False


def _pairs(text: str) -> dict[str, str]:
    parts = (part.partition("=") for part in text.replace(",", ";").split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in parts}


def duplicate_options(headers: Mapping[str, str]) -> DuplicateOptions:
    """The options in `headers` (names in lower case)."""
    said = _pairs(headers.get(DUPLICATE_RULE, ""))
    return DuplicateOptions(
        allow_save=said.get("allowsave") == "true",
        include_record_details=said.get("includerecorddetails") == "true",
        run_as_current_user=said.get("runascurrentuser") == "true",
    )


def auto_assign(headers: Mapping[str, str]) -> str:
    """ "TRUE" (also when nothing is said), "FALSE", or what should be a rule's id."""
    said = headers.get(AUTO_ASSIGN, "").strip()
    return said.upper() if said.upper() in {"TRUE", "FALSE"} else said or "TRUE"


def batch_size(headers: Mapping[str, str]) -> int:
    """How many rows a page of a query may hold: 200 to 2,000."""
    said = _pairs(headers.get(QUERY_OPTIONS, "")).get("batchsize", "")
    return min(max(int(said), 200), 2000) if said.isdecimal() else 2000
