"""The owner as Salesforce says after the write, compared with the one that was meant. Pure."""

from __future__ import annotations

from connections.crm import Record
from connections.record_ids import full_id
from mappings.decisions import CREATES, Decision
from mappings.orgs import Org

_CHANGES = "A flow or a trigger of the org changes it when the record is saved."


def compare_owner(decision: Decision, record: Record | None, org: Org) -> str:
    """The warning that a record has another owner than was meant; "" if it hasn't, or if nobody
    can tell. ``record`` is as read back, with OwnerId and Owner.Name (salesforce-facts 8).
    """
    owner_id = full_id(str((record.fields.get("OwnerId") if record else "") or ""))
    if record is None or not owner_id:
        return ""
    name = str(record.fields.get("Owner.Name") or owner_id)
    if decision.owner_id and owner_id != full_id(decision.owner_id):
        meant = decision.owner_name or (
            "the user through whom Inlet is connected"
            if full_id(decision.owner_id) == full_id(org.user_id)
            else decision.owner_id
        )
        return f"The owner was to be {meant}, but Salesforce says {name}. {_CHANGES}"
    by_rule = decision.action in CREATES and decision.auto_assign not in {"", "FALSE"}
    if by_rule and org.user_id and owner_id == full_id(org.user_id):
        return (
            f"The owner is {name}, the user through whom Inlet is connected: no assignment rule "
            "is active, or none of its entries fits."
        )
    return ""
