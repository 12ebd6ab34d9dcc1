"""What a save is answered that collides with existing records (salesforce-facts 7)."""

from __future__ import annotations

from typing import Any

from .collisions import Collision, Hit
from .duplicates import BLOCK, Match
from .refusals import Refusal

MOST_SHOWN = 100


def refusal(collision: Collision, *, misspelled: bool) -> Refusal:
    """The error of salesforce-facts 7.3, `duplicateResut` when `misspelled`."""
    rule = collision.rule
    result = {
        "allowSave": rule.action != BLOCK,
        "duplicateRule": rule.name,
        "duplicateRuleEntityType": rule.sobject,
        "errorMessage": rule.message,
        "matchResults": [_match_result(match, hits) for match, hits in collision.found],
    }
    key = "duplicateResut" if misspelled else "duplicateResult"
    return Refusal("DUPLICATES_DETECTED", rule.message, None, details={key: result})


def _match_result(match: Match, hits: tuple[Hit, ...]) -> dict[str, Any]:
    seen = [hit for hit in hits if hit.person.shown]
    return {
        "entityType": match.sobject,
        "errors": [],
        "matchEngine": match.engine,
        "matchRecords": [
            {
                "additionalInformation": [],
                "fieldDiffs": [],
                "matchConfidence": hit.confidence,
                "record": dict(hit.person.shown),
            }
            for hit in seen[:MOST_SHOWN]
        ],
        "rule": match.rule,
        "size": len(seen),
        "success": True,
    }
