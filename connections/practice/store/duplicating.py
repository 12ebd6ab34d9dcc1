"""Duplicate rules over stored records. Records of the same save aren't compared to each other:
Salesforce compares only with what is already there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from connections.practice.rules.collision_refusals import refusal
from connections.practice.rules.collisions import Collision, collisions
from connections.practice.rules.duplicates import DuplicateRule

from .compared_people import person_of
from .drafts import Draft, alive
from .orgs import Session
from .resembling_people import candidates, resembling
from .rows import row_of
from .saves import Options

Finds = list[tuple[Draft, Collision]]

_LAST_MISSPELLED = 51
_VERSION = re.compile(r"/v(\d+)\.")


def refuse_duplicates(session: Session, drafts: Sequence[Draft], options: Options) -> Finds:
    """Refuse the drafts that an active rule stops; returns what is to be noted of the others."""
    watched = [(draft, rules) for draft in alive(drafts) if (rules := _rules(session, draft))]
    if not watched:
        return []
    people = {id(draft): person_of(draft.record) for draft, _ in watched}
    running = [rule for _, rules in watched for rule in rules]
    index = resembling(session, people.values(), running, options=options)
    noted: Finds = []
    for draft, rules in watched:
        person = people[id(draft)]
        found = collisions(rules, person, candidates(index, person))
        stopping = [one for one in found if one.rule.stops(options.duplicates)]
        draft.refuse(*(refusal(one, misspelled=_misspells(session)) for one in stopping))
        noted += [(draft, one) for one in found if not stopping and one.rule.notes()]
    return noted


def _misspells(session: Session) -> bool:
    switches, version = session.setup.switches, _VERSION.search(session.base)
    old = version is None or int(version[1]) <= _LAST_MISSPELLED
    return switches.misspell_duplicate_result and (old or not switches.misspell_by_version)


def _rules(session: Session, draft: Draft) -> list[DuplicateRule]:
    user = session.user
    running = [
        rule
        for rule in session.setup.duplicate_rules
        if rule.runs(draft.sobject.name, creating=draft.creating)
    ]
    if not running:
        return []
    row = row_of(draft.record)
    return [
        rule for rule in running if rule.concerns(row, username=user.username, profile=user.profile)
    ]
