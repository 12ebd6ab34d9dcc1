"""A payload and the rules make a proposal: what each field would be given. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mappings.identifying import identify
from mappings.identities import person_key
from mappings.names import split_name
from mappings.orgs import Org
from mappings.paths import look_up, path, text_at
from mappings.proposals import Problem, Proposal, Proposed
from mappings.proposing import propose
from mappings.rules import Rules, key_rule
from mappings.settling import addresses_in, settle_users

__all__ = [
    "Problem",
    "Proposal",
    "Proposed",
    "complete_names",
    "look_up",
    "path",
    "render",
    "settle_users",
]


def render(
    rules: Rules, payload: Mapping[str, Any], *, lead_key: str, org: Org, event_at: datetime
) -> Proposal:
    """The proposal of a canonical lead (ingest-presets I0), with all its problems.

    ``event_at`` is when it happened at the source. Raises RulesRefused when a rule can't be
    carried out as written, such as one with an unreadable source.
    """
    lead = complete_names(payload)
    made = {rule.key: propose(rule, lead, org) for rule in rules.fields}
    values = {key: one for key, one in made.items() if isinstance(one, Proposed)}
    who = identify(rules, lead, values, org=org)
    external_id = text_at("external_id", lead)
    key = person_key(external_id, who.email, lead_key)
    if rules.external_id_field:
        kept = key_rule(rules.external_id_field, rules.contact_external_id_field)
        values[kept.key] = Proposed(raw=key, value=key)
    return Proposal(
        values=values,
        problems=tuple(one for one in made.values() if isinstance(one, Problem)),
        external_id=external_id,
        person_key=key,
        event_at=event_at,
        lead=lead,
        lead_key=lead_key,
        user_emails=frozenset(address for one in values.values() for address in addresses_in(one)),
        **who._asdict(),
    )


def complete_names(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The payload with first, last and full name, as far as one follows from the others."""
    person = payload.get("person")
    if not isinstance(person, Mapping):
        return payload
    first, last, full = (text_at(part, person) for part in ("first_name", "last_name", "name"))
    if full and not last:
        from_full = split_name(full)
        names = {"first_name": first or from_full[0], "last_name": from_full[1]}
    elif not full and (first or last):
        names = {"name": f"{first} {last}".strip()}
    else:
        return payload
    return {**payload, "person": {**person, **names}}
