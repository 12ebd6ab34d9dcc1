"""The form about people: how they are recognised, and what happens to them. Pure."""

from __future__ import annotations

from typing import Any

from mappings.rules import Rules

from .conditions import conditions, told_condition, typed_condition
from .filling import filled
from .shapes import Card, Flaw, Many, One, Shape, Slot, Typed

_EMAIL = Shape(
    kind="email",
    label="E-mail address",
    add="E-mail address",
    new={"lead_fields": ["Email"], "contact_fields": ["Email"], "earlier": True},
    parts=(
        Slot(name="lead_fields", label="On a Lead, in", kind="checks", options="Lead.email"),
        Slot(
            name="contact_fields", label="On a Contact, in", kind="checks", options="Contact.email"
        ),
        Slot(
            name="earlier",
            label="Also where earlier leads with this address ended, although it was changed since",
            kind="check",
        ),
    ),
)  # fmt: skip
_PHONE = Shape(
    kind="phone",
    label="Phone number",
    add="Phone number",
    new={
        "lead_fields": ["Phone", "MobilePhone"],
        "contact_fields": ["Phone", "MobilePhone"],
        "and_last_name": True,
    },
    parts=(
        Slot(name="lead_fields", label="On a Lead, in", kind="checks", options="Lead.phone"),
        Slot(
            name="contact_fields", label="On a Contact, in", kind="checks", options="Contact.phone"
        ),
        Slot(name="and_last_name", label="Only with the same last name", kind="check"),
    ),
)  # fmt: skip
_LIKENESS = Slot(
    name="likeness",
    label="Likeness of the name, percent",
    kind="number",
    is_wide=True,
    hint="50 to 100. With 100, the words are the same once Ltd, GmbH and the like are off.",
)
_MATCH = Many(
    name="match",
    title="Match rules",
    tag="by",
    empty="Nobody is looked for: every lead becomes a new record.",
    of=(
        _EMAIL,
        Shape(
            kind="external_id",
            label="The source’s id of the person",
            effect="Kept in the field that holds the person’s key.",
            add="External id",
        ),
        Shape(
            kind="company_and_name",
            label="Company and last name",
            add="Company and last name",
            new={"likeness": 90},
            parts=(_LIKENESS,),
        ),
        _PHONE,
    ),
)
_TIES = Many(
    name="tiebreakers",
    title="Tiebreakers",
    plain=True,
    once=True,
    empty="Several that fit always wait for a person.",
    of=(
        Shape(
            kind="open_first",
            label="An open Lead before a converted or closed one",
            add="Open before closed",
        ),
        Shape(kind="most_recently_active", label="The one that was active last", add="Active last"),
        Shape(
            kind="active_owner",
            label="The one whose owner is an active user",
            add="Owner is active",
        ),
        Shape(kind="oldest", label="The oldest", add="The oldest"),
    ),
)


def _choice(name: str, title: str, *cases: tuple[str, str, str]) -> One:
    shapes = tuple(Shape(kind=kind, label=label, effect=effect) for kind, label, effect in cases)
    return One(name=name, title=title, of=shapes, plain=True)


_FOUND = (
    _choice(
        "mode", "Records may be",
        ("create_and_update", "Created and changed", "New people are created, known ones updated."),
        ("create_only", "Only created", "Somebody who is there already is left alone."),
        ("update_only", "Only changed", "New people are skipped."),
    ),
    _choice(
        "lead_found", "An open Lead is found",
        ("update", "Update the Lead", "Field by field, as the owner of each allows."),
        ("skip", "Leave it alone", "The lead is skipped."),
        ("create_anyway", "Create another Lead", "The person then is there twice."),
    ),
    _choice(
        "contact_found", "A Contact is found",
        ("update_contact", "Update the Contact", "No Lead is created."),
        ("skip", "Leave it alone", "No Lead is created, and the lead is skipped."),
        ("create_lead", "Create a Lead", "For teams that work on Leads only."),
    ),
    _choice(
        "both_found", "An open Lead and a Contact are found",
        ("lead", "The Lead is meant", "What is chosen for a Lead happens."),
        ("contact", "The Contact is meant", "What is chosen for a Contact happens."),
        ("hold", "A person decides", "The lead is held."),
    ),
    _choice(
        "converted_found", "The Lead was converted",
        ("follow", "Follow it to its Contact", "What is chosen for a Contact happens."),
        ("create_lead", "Create a new Lead", "The old one stays converted."),
        ("skip", "Leave it alone", "The lead is skipped."),
    ),
)  # fmt: skip
_REFUSES = _choice(
    "org_refuses",
    "Salesforce says that the person is there already",
    ("respect", "Respect it", "The lead is held, and the record is shown."),
    ("save_anyway", "Save anyway", "Where the rule warns. Where it blocks, the lead is held."),
    ("use_matched", "Update that record", "The record that the rule names is updated."),
)
_ACCOUNTS = Many(
    name="accounts",
    title="How their Account is found",
    tag="by",
    once=True,
    empty="No Account is looked for.",
    of=(
        Shape(
            kind="domain",
            label="By the domain of the e-mail address or website",
            effect="Free-mail domains such as gmail.com never stand for a company.",
            add="By domain",
            new={"field": "Website"},
            parts=(Slot(name="field", label="Account field", listed="Account.fields"),),
        ),
        Shape(
            kind="name", label="By name", add="By name", new={"likeness": 90}, parts=(_LIKENESS,)
        ),
    ),
)
_PEOPLE = One(
    name="people",
    title="A new person becomes",
    tag="as",
    of=(
        Shape(kind="lead", label="Always a Lead", effect="Whatever Account was found."),
        Shape(
            kind="contact",
            label="A Contact, if their Account is found",
            effect="A known customer needs no new Lead. Without an Account, a Lead.",
        ),
        Shape(
            kind="contact_if",
            label="A Contact, if the Account found fits",
            effect="Such as: Type is Customer. Otherwise a Lead.",
            new={"conditions": []},
            parts=(
                conditions(
                    "conditions",
                    "All of these are true of the Account",
                    empty="No condition yet: every Account fits.",
                    listed="Account.fields",
                ),
            ),
        ),
    ),
)
_KEY_FIELDS = (
    Slot(
        name="external_id_field",
        label="Field on a Lead",
        listed="Lead.keys",
        is_wide=True,
        hint="A unique external id field. Empty: the org has none, and creates have no key.",
    ),
    Slot(
        name="contact_external_id_field",
        label="Field on a Contact",
        listed="Contact.keys",
        is_wide=True,
    ),
    Slot(
        name="default_status",
        label="Lead Status of a new Lead",
        listed="statuses",
        hint="The org’s own default. While a Lead has it, nobody has worked on it.",
        is_wide=True,
    ),
)
CARDS = (
    Card(title="How a person is recognised", aside="from the top", asked=(_MATCH,)),
    Card(title="When several records fit", aside="in this order", asked=(_TIES,)),
    Card(title="When somebody is found", asked=_FOUND),
    Card(title="New people: Lead or Contact", asked=(_ACCOUNTS, _PEOPLE)),
    Card(title="When the org’s own duplicate rule answers", asked=(_REFUSES,)),
    Card(title="Where Inlet keeps the person’s key", asked=_KEY_FIELDS),
)
_KEYS = (
    "match", "tiebreakers", "mode", "lead_found", "contact_found", "both_found",
    "converted_found", "accounts", "org_refuses",
    "external_id_field", "contact_external_id_field", "default_status",
)  # fmt: skip


def typed_policy(rules: Rules) -> Typed:
    """The policy as the form has it."""
    return {name: filled(getattr(rules, name)) for name in _KEYS} | {"people": _people(rules)}


def told_policy(typed: Typed) -> Typed:
    """What the form says, as the document has it."""
    people = typed.get("people", {})
    kept: dict[str, Any] = {"lead": None, "contact": []}
    when = kept.get(
        people.get("as", "lead"), [told_condition(one) for one in people.get("conditions", [])]
    )
    return {name: typed[name] for name in _KEYS if name in typed} | {"contact_when": when}


def place_of_policy(flaw: Flaw) -> Flaw:
    """A flaw of the document, at the place where the form asks for it."""
    head, dot, rest = flaw.place.partition(".")
    if head != "contact_when":
        return flaw
    place = f"people.conditions.{rest}" if dot else "people"
    return Flaw(place=place, sentence=flaw.sentence, better=flaw.better)


def _people(rules: Rules) -> Typed:
    if rules.contact_when is None:
        return {"as": "lead"}
    if not rules.contact_when:
        return {"as": "contact"}
    found = [typed_condition(filled(one)) for one in rules.contact_when]
    return {"as": "contact_if", "conditions": found}
