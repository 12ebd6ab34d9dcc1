"""What a lead proposes: values for fields, what stands in the way, and who it is about. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mappings.values import Scalar

_UNKNOWN = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A value for one field. ``raw`` is what the source sent, None for a default.

    A ``stand_in`` is the default of a field for which the source sent nothing usable. A
    ``placeholder`` such as "n/a" says that nobody knows. With ``user_email`` the value is the
    address of a Salesforce user, still to be turned into an id; ``fallback`` is the id or address
    to use when there is no such user, "" for none, and ``title`` what the field is called.
    """

    raw: Scalar | None
    value: Scalar
    note: str = ""
    stand_in: bool = False
    placeholder: bool = False
    user_email: bool = False
    fallback: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a lead can't be sent as it is.

    ``field`` is the rule's key, ``sentence`` for a person, ``code`` one short word for machines.
    """

    field: str
    label: str
    sentence: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """An earlier try meant to create a record, and its answer never came: when, and as whom.

    ``user_id`` is the Salesforce user who would have created it; `at` has a zone.
    """

    at: datetime
    user_id: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one lead proposes. ``values`` is by ``FieldRule.key``; blank fields are absent.

    ``email`` is the address that identifies the person, ``emails`` all of the lead's, in lower
    case; ``phones`` are such as "+442079460958". None of these, nor ``last_name``, ``company``
    and ``domain``, is ever a default or a placeholder; "" where there is none. ``domain`` is no
    free-mail domain. ``lead`` is the payload with its names completed. ``user_emails`` are the
    addresses of Salesforce users whose ids are needed. ``intent``: an earlier try of this lead
    may have created a record already.
    """

    values: Mapping[str, Proposed]
    problems: tuple[Problem, ...]
    email: str
    external_id: str
    person_key: str
    emails: tuple[str, ...] = ()
    last_name: str = ""
    company: str = ""
    phones: tuple[str, ...] = ()
    domain: str = ""
    event_at: datetime = _UNKNOWN
    lead: Mapping[str, Any] = field(default_factory=dict)
    lead_key: str = ""
    user_emails: frozenset[str] = frozenset()
    intent: Intent | None = None
