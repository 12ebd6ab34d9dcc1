"""What is judged: a mapping's rules, and what its leads were seen to send. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from connections.crm import Field
from connections.org_facts import Needs, OrgFacts
from mappings.rules import ContactFound, FieldRule, LeadFound, Mode, Ownership, Rules

SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What the leads of the last 30 days would write to one field.

    ``values``: the distinct ones, at most as many as were kept; ``longest`` in characters.
    """

    values: tuple[str, ...] = ()
    longest: int = 0
    leads: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A mapping that is judged. ``observed`` is by ``FieldRule.key``.

    ``tested`` says when and how the last test batch passed, as a sentence; "" for none.
    """

    mapping: str
    rules: Rules
    observed: Mapping[str, Observed] = field(default_factory=dict)
    tested: str = ""

    @property
    def updates_leads(self) -> bool:
        """Whether an existing Lead may be changed."""
        mode, found = self.rules.mode, self.rules.lead_found
        return mode is Mode.CREATE_AND_UPDATE and found is LeadFound.UPDATE

    @property
    def updates_contacts(self) -> bool:
        """Whether a Contact may be changed."""
        mode, found = self.rules.mode, self.rules.contact_found
        return mode is Mode.CREATE_AND_UPDATE and found is ContactFound.UPDATE_CONTACT

    def targets(self) -> Iterator[tuple[FieldRule, str, str]]:
        """Each (rule, object, API name) that the engine names in a query or a write."""
        for rule in self.rules.fields:
            for sobject in ("Lead", "Contact"):
                if rule.target(sobject):
                    yield rule, sobject, rule.target(sobject)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a rule can send: values that are known beforehand, and whether anything else too."""

    rule: FieldRule
    known: tuple[str, ...]
    is_open: bool
    seen: Observed


def needs_of(*rules: Rules) -> Needs:
    """What has to be inspected to judge these rules."""
    owners = dict.fromkeys(one.routing.owner_id for one in rules if one.routing.owner_id)
    return Needs(owner_ids=tuple(owners))


def sent(case: Case, rule: FieldRule) -> Sent:
    """What this rule can send."""
    known = [rule.default] if rule.default else []
    known += [to for _, to in rule.value_map]
    return Sent(
        rule=rule,
        known=tuple(dict.fromkeys(value.strip() for value in known)),
        is_open=bool(rule.source),
        seen=case.observed.get(rule.key, Observed()),
    )


def field_of(facts: OrgFacts, sobject: str, name: str) -> Field | None:
    """The field as the connected user sees it, or None."""
    known = facts.objects.get(sobject)
    return known.fields.get(name) if known else None


def is_written(case: Case, rule: FieldRule, sobject: str) -> bool:
    """Whether the rule ever writes on this object; a Contact is never created."""
    if sobject == "Lead":
        return True
    return case.updates_contacts and rule.ownership is not Ownership.ON_CREATE


def listed(values: tuple[str, ...] | list[str]) -> str:
    """ "A", "A and B", "A, B and 4 more"."""
    first, rest = list(values[:SHOWN]), len(values) - SHOWN
    if rest > 0:
        return f"{', '.join(first)} and {rest} more"
    return " and ".join([", ".join(first[:-1]), first[-1]] if len(first) > 1 else first)


def quoted(values: tuple[str, ...] | list[str]) -> str:
    """The same, each in quotation marks."""
    return listed([f"“{value}”" for value in values])
