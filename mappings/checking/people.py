"""How people are recognised, and what happens to those who are there. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mappings.orgs import Org
from mappings.rules import (
    AccountByDomain,
    ByEmail,
    ByExternalId,
    ByPhone,
    ContactFound,
    ConvertedFound,
    LeadFound,
    MatchRule,
    Mode,
    Rules,
)
from mappings.wording import account_words, match_words

from . import conditions
from .problems import TOP, RuleProblem, Spot
from .targets import known

# What a text for addresses or numbers may be in Salesforce.
_EMAILS = frozenset({"email", "string"})
_PHONES = frozenset({"phone", "string"})


def check(rules: Rules, org: Org) -> Iterator[RuleProblem]:
    """Match rules, tiebreakers, Accounts, and what is done with whom is found."""
    if not rules.match:
        yield TOP.at("match").wrong(
            "Name at least one match rule, or every lead becomes a new Lead."
        )
    for number, rule in enumerate(rules.match):
        spot = TOP.at("match").at(number, f"Match rule {number + 1}")
        yield from _check_match(rules, rule, spot, org=org)
    yield from _check_twice(rules)
    yield from _check_accounts(rules, org)
    yield from _check_mode(rules)


def _check_match(rules: Rules, rule: MatchRule, spot: Spot, *, org: Org) -> Iterator[RuleProblem]:
    if isinstance(rule, ByExternalId) and not rules.external_id_field:
        yield spot.wrong("Matching by external id needs a field on the Lead that holds it.")
    if not isinstance(rule, ByEmail | ByPhone):
        return
    word, types = ("e-mail", _EMAILS) if isinstance(rule, ByEmail) else ("phone", _PHONES)
    if not (rule.lead_fields or rule.contact_fields):
        yield spot.wrong(f"Name at least one {word} field to look into.")
    for sobject, key in (("Lead", "lead_fields"), ("Contact", "contact_fields")):
        for number, name in enumerate(getattr(rule, key)):
            place = spot.at(key).at(number)
            yield from known(name, sobject, place, org=org)
            field = org.field(sobject, name)
            if field is not None and field.type not in types:
                yield place.wrong(
                    f"{field.label} is a {field.type}, which holds no {word}.",
                    replacement="Email" if isinstance(rule, ByEmail) else "Phone",
                )


def _check_twice(rules: Rules) -> Iterator[RuleProblem]:
    for rule, count in Counter(rules.match).items():
        if count > 1:
            yield TOP.at("match").wrong(f"“{match_words(rule)}” is there more than once.")
    for account, count in Counter(rules.accounts).items():
        if count > 1:
            yield TOP.at("accounts").wrong(f"“{account_words(account)}” is there more than once.")
    for tiebreaker, count in Counter(rules.tiebreakers).items():
        if count > 1:
            word = tiebreaker.value.replace("_", " ")
            yield TOP.at("tiebreakers").wrong(f"The tiebreaker “{word}” is there more than once.")


def _check_accounts(rules: Rules, org: Org) -> Iterator[RuleProblem]:
    for number, rule in enumerate(rules.accounts):
        if isinstance(rule, AccountByDomain):
            spot = TOP.at("accounts").at(number, f"Account rule {number + 1}")
            yield from known(rule.field, "Account", spot.at("field"), org=org)
    if rules.contact_when is None:
        return
    spot = TOP.at("contact_when", "When a new person becomes a Contact")
    if not rules.accounts:
        yield spot.wrong(
            "No rule finds an Account, so nobody ever becomes a Contact.",
            suggestion="Add an Account rule, by domain or by name.",
        )
    yield from conditions.check_all(rules.contact_when, spot, org, sobject="Account")


def _check_mode(rules: Rules) -> Iterator[RuleProblem]:
    if rules.mode is not Mode.UPDATE_ONLY:
        return
    creating = (
        ("lead_found", "When the person is a Lead", rules.lead_found is LeadFound.CREATE_ANYWAY),
        ("contact_found", "When the person is a Contact",
         rules.contact_found is ContactFound.CREATE_LEAD),
        ("converted_found", "When the Lead was converted",
         rules.converted_found is ConvertedFound.CREATE_LEAD),
        ("contact_when", "When a new person becomes a Contact", rules.contact_when is not None),
    )  # fmt: skip
    for key, title, creates in creating:
        if creates:
            yield TOP.at(key, title).wrong(
                "This creates a record, and the mapping only updates existing ones.",
                suggestion="Choose another answer here, or let the mapping create.",
            )
