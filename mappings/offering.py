"""What a lead offers each field of one object, as the org can store it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from connections.crm import Field
from mappings.coercing import fit
from mappings.guard_labels import guard_fields, labels_of, rule_label
from mappings.memory import Offer
from mappings.orgs import Org
from mappings.proposals import Problem, Proposal, Proposed
from mappings.rules import FieldRule, Rules
from mappings.terms import Terms, fitted, terms_of
from mappings.verdicts import About


@dataclass(frozen=True, slots=True)
class Target:
    """A field that the rules write. ``name`` is its API name on the object; ``is_key``: it holds
    the person's key, which Inlet itself keeps."""

    rule: FieldRule
    name: str
    about: About
    terms: Terms
    is_key: bool
    _known: dict[tuple[str, int], Terms] = field(default_factory=dict, compare=False, repr=False)

    def terms_for(self, field: Field | None) -> Terms:
        """The terms for the field as the org describes it; made once for all leads."""
        kind = (field.type, field.length) if field else ("", 0)
        found = self._known.get(kind)
        if found is None:
            found = self._known[kind] = fitted(self.terms, field)
        return found


class Offered(NamedTuple):
    """What a lead has for one target. With a ``problem`` the org could not store it."""

    target: Target
    proposed: Proposed
    offer: Offer
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Targets:
    """All fields of one object that the rules write, in their order.

    ``mapped`` says of each but the key whether it holds an e-mail address, by API name;
    ``guarding`` are the fields that guards look at beside their own.
    """

    each: tuple[Target, ...]
    mapped: Mapping[str, bool]
    guarding: tuple[str, ...]


@lru_cache(maxsize=128)
def targets(rules: Rules, sobject: str) -> Targets:
    """The fields of a "Lead" or a "Contact" that the rules write."""
    each = tuple(_targets(rules, sobject))
    mapped = {one.name: one.terms.is_email for one in each if not one.is_key}
    return Targets(each, mapped, guard_fields(rules, sobject))


def _targets(rules: Rules, sobject: str) -> Iterator[Target]:
    labels = labels_of(rules)
    for rule in rules.every_field:
        name = rule.target(sobject)
        if not name:
            continue
        words = rule_label(rule, rules.default_status, labels)
        about = About(rule.title, sobject, words, tuple(labels.items()))
        terms = terms_of(rule, rules.default_status)
        yield Target(rule, name, about, terms, name == rules.key_field(sobject))


def offered(fields: Targets, proposal: Proposal, *, sobject: str, org: Org) -> Iterator[Offered]:
    """What the lead has for each field it names, in the order of the rules."""
    described = org.objects.get(sobject)
    for target in fields.each:
        proposed = proposal.values.get(target.rule.key)
        if proposed is None:
            continue
        kept_in = described.fields.get(target.name) if described else None
        found = fit(target.rule, proposed, kept_in)
        terms = target.terms_for(kept_in)
        if isinstance(found, Problem):
            yield Offered(target, proposed, _offer(proposed, terms), found)
        elif found is not None:
            yield Offered(target, found, _offer(found, terms))


def _offer(proposed: Proposed, terms: Terms) -> Offer:
    return Offer(proposed.value, terms, proposed.stand_in or proposed.placeholder)
