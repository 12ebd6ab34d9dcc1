"""What differs between two agreements, as sentences and as lists. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from .rules import FieldRule, Owner, RoundRobin, Routing, Row, Rules, Table
from .wording import (
    account_words,
    campaign_words,
    conditions_words,
    match_words,
    member_words,
    owner_words,
    ownership_words,
    task_words,
    transforms_words,
    value_map_words,
)


class Part(StrEnum):
    """Which part of the agreement differs, in the order of its pages."""

    FIELDS = "fields"
    MATCH = "match"
    POLICY = "policy"
    ACCOUNTS = "accounts"
    ROUTING = "routing"
    CAMPAIGNS = "campaigns"
    TASKS = "tasks"


class Kind(StrEnum):
    """What happened to it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is otherwise.

    ``before`` and ``after`` are in words, "" where there was nothing. ``key`` is the
    ``FieldRule.key`` of a field's difference.
    """

    part: Part
    title: str
    before: str
    after: str
    sentence: str
    key: str = ""

    @property
    def kind(self) -> Kind:
        """Added, removed or changed."""
        if not self.before:
            return Kind.ADDED
        return Kind.CHANGED if self.after else Kind.REMOVED


class _Line(NamedTuple):
    """One property: what it is called, and how it is said of a value."""

    title: str
    words: Callable[[Any], str]


def differences(before: Rules, after: Rules) -> tuple[Difference, ...]:
    """All that is otherwise, in the order of the agreement; () exactly when they are alike."""
    return tuple(
        one
        for part, of, told in _PARTS
        if of(before) != of(after)
        for one in tuple(told(before, after)) or (_unspoken(part),)
    )


def _fields(before: Rules, after: Rules) -> Iterator[Difference]:
    old, new = ({rule.key: rule for rule in one.fields} for one in (before, after))
    for key, rule in old.items():
        if key not in new:
            yield _field(
                rule, "", field_words(rule), after="", sentence=f"{rule.title} is no longer mapped."
            )
    for key, rule in new.items():
        former = old.get(key)
        if former is None:
            told = field_words(rule)
            yield _field(rule, "", "", after=told, sentence=f"{rule.title} is new: {told}.")
        elif former != rule:
            yield from _field_lines(former, rule)
    kept = [key for key in old if key in new]
    if kept != [key for key in new if key in old]:
        names = [", ".join(rules[key].title for key in rules) for rules in (old, new)]
        yield Difference(
            part=Part.FIELDS, title="Order", before=names[0], after=names[1],
            sentence="The fields stand in another order.",
        )  # fmt: skip


def _field_lines(former: FieldRule, rule: FieldRule) -> Iterator[Difference]:
    spoken = False
    for line in FIELD_LINES:
        was, now = line.words(former), line.words(rule)
        if was != now:
            spoken = True
            sentence = _sentence(f"{rule.title}: {line.title}", was, now)
            yield _field(rule, line.title, was, after=now, sentence=sentence)
    if not spoken:
        yield _unspoken(Part.FIELDS)


def _field(rule: FieldRule, line: str, before: str, *, after: str, sentence: str) -> Difference:
    return Difference(
        part=Part.FIELDS,
        title=f"{rule.title}: {line}" if line else rule.title,
        before=before,
        after=after,
        sentence=sentence,
        key=rule.key,
    )


def _lines(part: Part, lines: Sequence[_Line], before: Any, *, after: Any) -> Iterator[Difference]:
    for line in lines:
        was, now = line.words(before), line.words(after)
        if was != now:
            sentence = _sentence(line.title, was, now)
            yield Difference(part=part, title=line.title, before=was, after=now, sentence=sentence)


def _listed(
    part: Part,
    before: Sequence[Any],
    after: Sequence[Any],
    *,
    words: Callable[[Any], str],
    title: str = "",
) -> Iterator[Difference]:
    """What came into a list and what left it; its order, where only that is otherwise."""
    title = title or _LISTS[part]
    old, new = [words(one) for one in before], [words(one) for one in after]
    gone = [one for one in old if one not in new]
    come = [one for one in new if one not in old]
    for one in gone:
        yield Difference(
            part=part, title=title, before=one, after="", sentence=f"{title}: no longer {one}."
        )
    for one in come:
        yield Difference(
            part=part, title=title, before="", after=one, sentence=f"{title}: {one} is new."
        )
    if [one for one in old if one not in gone] + come != new:
        orders = [", then ".join(names) for names in (old, new)]
        sentence = f"{title}: now {orders[1]}."
        yield Difference(
            part=part, title=title, before=orders[0], after=orders[1], sentence=sentence
        )


def _sentence(title: str, was: str, now: str) -> str:
    if not was:
        return f"{title} is {now}."
    return f"{title} is now {now}; it was {was}." if now else f"{title} is gone; it was {was}."


def _unspoken(part: Part) -> Difference:
    """What differs in something that no words are made for is not alike all the same."""
    return Difference(
        part=part, title="Details", before="as before", after="otherwise",
        sentence="A detail that has no words of its own is otherwise.",
    )  # fmt: skip


def field_words(rule: FieldRule) -> str:
    """A field rule in one line: "from person.title, trim, only if blank"."""
    told = (line.words(rule) for line in FIELD_LINES[1:])
    origin = f"from {rule.source}" if rule.source else ""
    return ", ".join(one for one in (origin, *list(told)[1:]) if one)


def _targets(rule: FieldRule) -> str:
    names = (("Lead", rule.lead_field), ("Contact", rule.contact_field))
    return " and ".join(f"{sobject}.{name}" for sobject, name in names if name)


def _spoken(value: str) -> str:
    return value.replace("_", " ")


FIELD_LINES = (
    _Line("label", lambda rule: rule.label),
    _Line("source", lambda rule: rule.source),
    _Line("target", _targets),
    _Line("transforms", lambda rule: transforms_words(rule.transforms)),
    _Line("value map", lambda rule: value_map_words(rule.value_map)),
    _Line("default", lambda rule: "" if rule.default is None else f"“{rule.default}”"),
    _Line("ownership", lambda rule: ownership_words(rule.ownership)),
)
POLICY = (
    _Line("New and existing records", lambda rules: _spoken(rules.mode)),
    _Line("When the person is a Lead", lambda rules: _spoken(rules.lead_found)),
    _Line("When the person is a Contact", lambda rules: _spoken(rules.contact_found)),
    _Line("When the person is a Lead and a Contact", lambda rules: _spoken(rules.both_found)),
    _Line("When the Lead was converted", lambda rules: _spoken(rules.converted_found)),
    _Line("Several candidates", lambda rules: ", then ".join(map(_spoken, rules.tiebreakers))),
    _Line("When Salesforce’s duplicate rule answers", lambda rules: _spoken(rules.org_refuses)),
    _Line("Key on the Lead", lambda rules: rules.external_id_field),
    _Line("Key on the Contact", lambda rules: rules.contact_external_id_field),
    _Line("Default Lead Status", lambda rules: f"“{rules.default_status}”"),
)


_CONTACTS = (_Line("When a new person becomes a Contact", lambda rules: _contact_when(rules)),)
_ROUTING = (
    _Line("Fallback owner", lambda rules: _fallback(rules.routing)),
    _Line(
        "Owner of existing records",
        lambda rules: "set anew" if rules.routing.on_update else "left alone",
    ),
)
_LISTS = {
    Part.MATCH: "How a person is recognised",
    Part.ACCOUNTS: "How an Account is found",
    Part.CAMPAIGNS: "Campaigns",
    Part.TASKS: "Tasks",
}


def _contact_when(rules: Rules) -> str:
    if rules.contact_when is None:
        return ""
    return conditions_words(rules.contact_when) or "whenever the Account is known"


def _fallback(routing: Routing) -> str:
    return owner_words(routing.fallback) if routing.fallback else ""


def _accounts(before: Rules, after: Rules) -> Iterator[Difference]:
    yield from _listed(Part.ACCOUNTS, before.accounts, after.accounts, words=account_words)
    yield from _lines(Part.ACCOUNTS, _CONTACTS, before, after=after)


def _routing(before: Rules, after: Rules) -> Iterator[Difference]:
    yield from _owners(before.routing.owner, after.routing.owner, "Owner")
    yield from _lines(Part.ROUTING, _ROUTING, before, after=after)


def _owners(old: Owner, new: Owner, title: str) -> Iterator[Difference]:
    """Line by line for two tables, member by member for two round robins of one pool."""
    if isinstance(old, Table) and isinstance(new, Table):
        rows = (old.rows, new.rows)
        yield from _listed(Part.ROUTING, *rows, words=row_words, title=f"{title}, lines")
        yield from _owners(old.otherwise, new.otherwise, f"{title}, otherwise")
    elif isinstance(old, RoundRobin) and isinstance(new, RoundRobin) and old.pool == new.pool:
        members = (old.members, new.members)
        yield from _listed(Part.ROUTING, *members, words=member_words, title=f"{title}, in turn")
    elif old != new:
        yield from _lines(Part.ROUTING, (_Line(title, owner_words),), old, after=new)


def row_words(row: Row) -> str:
    """A line of a table: "Ana if Country is “US”"."""
    return f"{owner_words(row.owner)} if {conditions_words(row.when)}"


class _Part(NamedTuple):
    """A part of the agreement: its value, and how its differences are told."""

    part: Part
    of: Callable[[Rules], Any]
    told: Callable[[Rules, Rules], Iterator[Difference]]


_PARTS = (
    _Part(Part.FIELDS, lambda rules: rules.fields, _fields),
    _Part(
        Part.MATCH,
        lambda rules: rules.match,
        lambda old, new: _listed(Part.MATCH, old.match, new.match, words=match_words),
    ),
    _Part(
        Part.POLICY,
        lambda rules: (
            rules.mode, rules.lead_found, rules.contact_found, rules.both_found,
            rules.converted_found, rules.tiebreakers, rules.org_refuses,
            rules.external_id_field, rules.contact_external_id_field, rules.default_status,
        ),
        lambda old, new: _lines(Part.POLICY, POLICY, old, after=new),
    ),
    _Part(Part.ACCOUNTS, lambda rules: (rules.accounts, rules.contact_when), _accounts),
    _Part(Part.ROUTING, lambda rules: rules.routing, _routing),
    _Part(
        Part.CAMPAIGNS,
        lambda rules: rules.campaigns,
        lambda old, new: _listed(
            Part.CAMPAIGNS, old.campaigns, new.campaigns, words=campaign_words
        ),
    ),
    _Part(
        Part.TASKS,
        lambda rules: rules.tasks,
        lambda old, new: _listed(Part.TASKS, old.tasks, new.tasks, words=task_words),
    ),
)  # fmt: skip
