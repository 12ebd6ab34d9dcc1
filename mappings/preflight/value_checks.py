"""Values: does Salesforce know each one that can be sent, and does it fit. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from connections.crm import Field
from connections.org_facts import OrgFacts
from mappings.fitting import misfit
from mappings.rules import FieldRule

from .cases import Case, Sent, field_of, is_written, quoted, sent
from .findings import Check, Finding, Level, Remedy, RemedyKind, in_order

PICKLISTS = frozenset({"picklist", "multipicklist"})
OPEN = "The source may send other texts too; Inlet says so when it does."


def lead_status(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Whether every Lead Status that can be sent is one of the org's (row S6, facts 0.4)."""
    known = {one.value for one in facts.statuses} or set(facts.allowed_values("Lead", "Status"))
    rule = next((rule for rule in case.rules.fields if rule.target("Lead") == "Status"), None)
    if rule is None:
        yield in_order(Check.LEAD_STATUS, "New Leads get the org’s own default status.")
        return
    values = sent(case, rule)
    strays = [one for one in (*values.known, *values.seen.values) if one not in known]
    first = next((one.value for one in facts.statuses if one.is_default), "")
    for value in dict.fromkeys(strays):
        yield _stray_status(value, first, is_ours=value == rule.default)
    if first and case.rules.default_status not in known and not strays:
        yield _stray_status(case.rules.default_status, first, is_ours=True)
    elif not strays:
        sends = len(set(values.known) | set(values.seen.values))
        what = f"Every status that was seen or is set ({sends}) exists in the org."
        yield in_order(Check.LEAD_STATUS, what, note=OPEN if values.is_open else "")


def picklists(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Whether every other picklist value that can be sent is offered (rows S6 and P1)."""
    found: list[Finding] = []
    checked, is_open = 0, False
    for rule, sobject, name in case.targets():
        one = _as_picklist(facts, sobject, name)
        if one is None or one.type not in PICKLISTS or (sobject, name) == ("Lead", "Status"):
            continue
        if not is_written(case, rule, sobject):
            continue
        checked += 1
        values = sent(case, rule)
        found += _strays(sobject, one, _offered(facts, sobject, one), values=values)
        is_open = is_open or (values.is_open and not one.restricted_picklist)
    yield from found
    if not found:
        what = f"All values that can be named for {checked} picklists are offered by the org."
        yield in_order(Check.PICKLISTS, what, note=OPEN if is_open else "")


def lengths(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Whether what is sent has the field's type and length (pain 20)."""
    found = [
        finding
        for rule, sobject, name in case.targets()
        if (one := field_of(facts, sobject, name)) and is_written(case, rule, sobject)
        for finding in _misfits(one, sobject, values=sent(case, rule))
    ]
    yield from found
    if not found:
        yield in_order(Check.LENGTHS, "Fixed values, defaults and what was seen fit their fields.")


def _as_picklist(facts: OrgFacts, sobject: str, name: str) -> Field | None:
    """The field; where state and country picklists are on, a country takes their labels only.

    Salesforce shows that by a second field, CountryCode (facts 2.3).
    """
    one = field_of(facts, sobject, name)
    code = field_of(facts, sobject, f"{name}Code")
    if one is None or code is None or code.type not in PICKLISTS or not code.picklist:
        return one
    labels = tuple(replace(entry, value=entry.label) for entry in code.picklist)
    return replace(one, type="picklist", picklist=labels, restricted_picklist=True)


def _offered(facts: OrgFacts, sobject: str, one: Field) -> tuple[str, ...]:
    stored = field_of(facts, sobject, one.name)
    if stored is not None and stored.type in PICKLISTS:
        return facts.allowed_values(sobject, one.name)
    return tuple(entry.value for entry in one.picklist if entry.active)


def _strays(
    sobject: str, one: Field, offered: tuple[str, ...], *, values: Sent
) -> Iterator[Finding]:
    ours = [value for value in values.known if not _offers(offered, value, one)]
    seen = [value for value in values.seen.values if not _offers(offered, value, one)]
    for value in ours:
        yield _stray(sobject, one, [value], rule=values.rule, offered=len(offered), is_ours=True)
    others = [value for value in seen if value not in ours]
    if others:
        yield _stray(sobject, one, others, rule=values.rule, offered=len(offered), is_ours=False)
    if one.restricted_picklist and values.is_open and not values.seen.leads and not ours:
        yield _anything(sobject, one)


def _offers(offered: Sequence[str], value: str, one: Field) -> bool:
    parts = value.split(";") if one.type == "multipicklist" else [value]
    return all(part.strip() in offered for part in parts)


def _stray(
    sobject: str,
    one: Field,
    values: list[str],
    *,
    rule: FieldRule,
    offered: int,
    is_ours: bool,
) -> Finding:
    blocks = is_ours and one.restricted_picklist
    many = len(values) > 1
    noun = f"{len(values)} values are" if many else "1 value is"
    source = "The mapping itself sends" if is_ours else "The source sends"
    accepts = " and accepts no others" if one.restricted_picklist else ""
    why = (
        "Salesforce refuses each lead with it."
        if one.restricted_picklist
        else "Salesforce stores it, but no report or rule that counts by value knows it."
    )
    return Finding(
        key=f"picklists.{sobject}.{one.name}.{'ours' if is_ours else 'seen'}",
        check=Check.PICKLISTS,
        level=Level.BLOCKS if blocks else Level.LOOK,
        title=f"{one.label}: {noun} not in the picklist",
        what=f"{source} {quoted(values)}. The org offers {offered} values{accepts}.",
        why=why,
        fix="Map it to a value the org has, or ask the admin to add it.",
        setup_path=f"Setup › Object Manager › {sobject} › Fields & Relationships › {one.label}",
        remedy=_mend(rule, values[0], is_ours=is_ours),
    )


def _mend(rule: FieldRule, value: str, *, is_ours: bool) -> Remedy:
    if is_ours and value == rule.default:
        return Remedy(
            RemedyKind.SET_DEFAULT, "Choose another value", {"field": rule.key, "value": ""}
        )
    parameters = {"field": rule.key, "value": value, "to": ""}
    return Remedy(RemedyKind.MAP_VALUE, "Map the value", parameters)


def _anything(sobject: str, one: Field) -> Finding:
    return Finding(
        key=f"picklists.{sobject}.{one.name}.open",
        check=Check.PICKLISTS,
        level=Level.LOOK,
        title=f"{one.label}: the source can send anything",
        what=f"The picklist accepts only its {len(one.picklist)} values, and no lead has come yet.",
        why="A lead with another value would be refused.",
        fix="Send a few test leads and check again, or map the values that you expect.",
        setup_path=f"Setup › Object Manager › {sobject} › Fields & Relationships › {one.label}",
    )


def _stray_status(value: str, first: str, *, is_ours: bool) -> Finding:
    remedy = (
        Remedy(RemedyKind.SET_DEFAULT, "Use the org’s status", {"field": "Status", "value": first})
        if is_ours
        else Remedy(
            RemedyKind.MAP_VALUE, "Map the value", {"field": "Status", "value": value, "to": ""}
        )
    )
    return Finding(
        key=f"lead_status.{value}",
        check=Check.LEAD_STATUS,
        level=Level.LOOK,
        title=f"Lead Status has no “{value}”",
        what=f"{'The mapping' if is_ours else 'The source'} sends “{value}”. "
        f"The org’s default is “{first}”."
        if first
        else f"“{value}” is sent, and the org has no such status.",
        why="Salesforce stores it all the same, and no list by status shows the Lead.",
        fix="Use a status that the org has, or ask the admin to add this one.",
        setup_path="Setup › Object Manager › Lead › Fields & Relationships › Lead Status",
        remedy=remedy,
    )


def _misfits(one: Field, sobject: str, *, values: Sent) -> Iterator[Finding]:
    for value in values.known:
        problem = misfit(one, value)
        if problem:
            yield _unfit(one, sobject, problem, rule=values.rule, level=Level.BLOCKS)
    if one.length and one.type not in PICKLISTS and values.seen.longest > one.length:
        problem = f"A lead brought {values.seen.longest} characters, it takes {one.length}."
        yield _unfit(one, sobject, problem, rule=values.rule, level=Level.LOOK)


def _unfit(one: Field, sobject: str, problem: str, *, rule: FieldRule, level: Level) -> Finding:
    fix = "Change the fixed value or the default."
    remedy = Remedy(RemedyKind.SET_DEFAULT, "Change the value", {"field": rule.key, "value": ""})
    if level is Level.LOOK:
        fix = "Add “truncate” to the field’s transforms, or make the field longer."
    return Finding(
        key=f"lengths.{sobject}.{one.name}",
        check=Check.LENGTHS,
        level=level,
        title=f"{one.label}: a value doesn’t fit",
        what=problem,
        why="Salesforce never cuts a value; it refuses the lead.",
        fix=fix,
        setup_path=f"Setup › Object Manager › {sobject} › Fields & Relationships › {one.label}",
        remedy=remedy if level is Level.BLOCKS else None,
    )
