"""What each value of a payload is taken for, from its names and its neighbours. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .meanings import Meaning, meanings_of
from .signs import is_email, is_international, looks_technical
from .values import Leaf
from .words import each_of, plain

_ID_KEY = re.compile(
    r"(?:.*(?:_|-| |[a-z](?=I))(?:id|ids|uuid|uri|urn|key|token|secret|hash|gid)|id|uuid|uri|oid|"
    r"token|secret|debug|debugemail|returl|encoding|type|action|object|d|ip|ip_address|"
    r"user_?agent|version|api_?version|signature|nonce|csrf\w*|g-recaptcha-response|"
    r"event(?:_type)?|trigger_?type|position|timezone|time_?zone|run_dedupe|_.*)",
    re.IGNORECASE,
)
# Whoever works the lead, or shows up beside it.
_OTHERS = each_of(
    "owner owners rep reps assignee assigned manager membership memberships guest guests "
    "submitter creator created organizer organiser host debug sender referee agent salesperson "
    "account_manager mitarbeiter"
)
_PERSONAL = each_of(
    "first_name last_name full_name middle_name salutation email phone mobile home_phone "
    "other_phone title department"
)
# By kind: paths whose names would mislead, and what they are called instead; "" is technical.
_RENAMED: Mapping[str, Mapping[str, str]] = {
    "webflow": {"payload.name": "form name", "name": "form name"},
    "calendly": {"payload.status": "", "payload.scheduled_event.status": "", "event": "",
                 "payload.scheduled_event.name": "scheduled event name"},
    "hubspot": {"lifecyclestage": "", "properties.lifecyclestage": ""},
    "segment": {"context.campaign.name": "utm campaign",
                "batch[0].context.campaign.name": "utm campaign", "context.locale": "locale",
                "context.library.name": "", "context.app.name": ""},
    "apollo": {"source": "", "contact.source": "", "present_raw_address": "",
               "contact.present_raw_address": "", "people[0].present_raw_address": ""},
    "linkedin_lead": {"leadType": "", "submitter": ""},
    "meta_relayed": {"platform": "", "is_organic": "", "ad_name": "", "adset_name": ""},
    "meta_lead": {"platform": "", "is_organic": "", "ad_name": "", "adset_name": ""},
}  # fmt: skip
_NAMELESS_EMAIL, _NAMELESS_PHONE = 74, 66


@dataclass(frozen=True, slots=True)
class Reading:
    """A value and the meanings it may have. ``technical``: an id, a token or the like.

    ``is_covered``: a full name whose parts the sample has beside it.
    """

    leaf: Leaf
    meanings: Mapping[str, Meaning]
    technical: bool = False
    is_covered: bool = False


def readings_of(leaves: Sequence[Leaf], kind: str) -> tuple[Reading, ...]:
    """Each value of a payload of this kind with its meanings, in the payload's order."""
    renamed = _RENAMED.get(kind, {})
    found = [_read(_called(leaf, renamed)) for leaf in leaves]
    return tuple(_among(one, _concepts(found)) for one in found)


def _called(leaf: Leaf, renamed: Mapping[str, str]) -> Leaf:
    if leaf.path not in renamed:
        return leaf
    name = renamed[leaf.path]
    return Leaf(leaf.path, (name,) if name else (), leaf.keys, leaf.value)


def _read(leaf: Leaf) -> Reading:
    meanings = meanings_of(leaf.names)
    if _is_of_others(leaf):
        meanings = {key: one for key, one in meanings.items() if key not in _PERSONAL}
    elif not meanings or not any(one.how == "usual" for one in meanings.values()):
        meanings = {**meanings, **_by_value(leaf)}
    usual = any(one.how == "usual" for one in meanings.values())
    technical = not usual and (
        not leaf.names or bool(_ID_KEY.fullmatch(leaf.keys[-1])) or looks_technical(leaf.value)
    )
    by_value = {key: one for key, one in meanings.items() if one.how == "value"}
    return Reading(leaf, by_value if technical else meanings, technical=technical)


def _by_value(leaf: Leaf) -> Mapping[str, Meaning]:
    """What the value alone says: an address, a number with its country's code."""
    value = leaf.value[0] if isinstance(leaf.value, list) and leaf.value else leaf.value
    name = leaf.names[0] if leaf.names else leaf.keys[-1]
    if is_email(value):
        return {"email": Meaning("email", _NAMELESS_EMAIL, name, "value")}
    if is_international(value):
        return {"phone": Meaning("phone", _NAMELESS_PHONE, name, "value")}
    return {}


def _is_of_others(leaf: Leaf) -> bool:
    words = {word for key in leaf.keys for word in plain(key).split()[:8]}
    if "created" in words and not {"by", "user"} & words:
        words.discard("created")
    asked = len(plain(leaf.keys[-1]).split()) > 4
    return bool(words & _OTHERS) and not asked


def _concepts(readings: Sequence[Reading]) -> frozenset[str]:
    """The parts of a name that the sample has by themselves."""
    return frozenset(
        concept
        for one in readings
        if not one.leaf.is_blank
        for concept, meaning in one.meanings.items()
        if concept in {"first_name", "last_name"} and meaning.strength > 70
    )


def _among(one: Reading, concepts: frozenset[str]) -> Reading:
    """ "Nome" beside "Cognome" is a first name, "Nom" beside "Prénom" a last one."""
    full = one.meanings.get("full_name")
    if full is None or not concepts:
        return one
    rest = {key: meaning for key, meaning in one.meanings.items() if key != "full_name"}
    if len(concepts) == 2:
        return Reading(one.leaf, rest, technical=one.technical, is_covered=not rest)
    missing = "first_name" if "last_name" in concepts else "last_name"
    part = full._replace(concept=missing, strength=full.strength - 2)
    return Reading(one.leaf, {**rest, missing: part}, technical=one.technical)
