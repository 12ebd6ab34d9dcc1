"""Who gets a record: a user, a queue, a table, a round robin, or Salesforce's own rules. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from mappings.strict import STRICT

from .conditions import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Creator:
    """The user through whom Inlet is connected."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    to: Literal["creator"] = "creator"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneUser:
    """A user. ``id`` has 15 or 18 characters and begins with 005."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    to: Literal["user"] = "user"
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneQueue:
    """A queue, which only a Lead can have. ``id`` begins with 00G."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    to: Literal["queue"] = "queue"
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRules:
    """Salesforce's assignment rules for Leads; ``rule_id`` "" means the active one."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    to: Literal["assignment_rules"] = "assignment_rules"
    rule_id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOwner:
    """Whoever owns the person's Account, if one was found."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    to: Literal["account_owner"] = "account_owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOwner:
    """The user with the e-mail address that the lead brings. ``source`` is a JMESPath."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    to: Literal["source_owner"] = "source_owner"
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Days on which somebody gets nothing, both included."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a round robin.

    ``weight`` 2 gets twice as many as 1. ``per_day`` is a cap, 0 for none. ``hours`` such as
    "09:00-17:30" and ``weekdays`` (1 is Monday) are in ``timezone``; "" hours: all day.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    name: str = ""
    weight: Annotated[int, Field(ge=1, le=100)] = 1
    per_day: Annotated[int, Field(ge=0)] = 0
    hours: Annotated[str, Field(pattern=r"^(|\d\d:\d\d-\d\d:\d\d)$")] = ""
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] = (1, 2, 3, 4, 5, 6, 7)
    timezone: str = "UTC"
    away: tuple[Away, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRobin:
    """Users in turn, by weight. Mappings that name the same ``pool`` share their turns."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    to: Literal["round_robin"] = "round_robin"
    pool: Annotated[str, Field(min_length=1, max_length=80)] = "round robin"
    members: Annotated[tuple[Member, ...], Field(min_length=1, max_length=200)]


Simple = Creator | OneUser | OneQueue | AssignmentRules | AccountOwner | SourceOwner | RoundRobin
_named = BeforeValidator(lambda given: {"to": given} if isinstance(given, str) else given)
SimpleOwner = Annotated[Simple, Field(discriminator="to"), _named]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a table: whoever fits all of ``when`` goes to ``owner``."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    when: Annotated[tuple[Condition, ...], Field(min_length=1)]
    owner: SimpleOwner


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Conditions and owners, read from the top; the first line that fits decides."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    to: Literal["table"] = "table"
    rows: Annotated[tuple[Row, ...], Field(min_length=1, max_length=500)]
    otherwise: SimpleOwner = Creator()


Owner = Annotated[Simple | Table, Field(discriminator="to"), _named]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """Who gets a new record; an existing one keeps its owner unless ``on_update``.

    ``fallback`` steps in when the chosen user is inactive, unknown or away.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    owner: Owner = Creator()
    fallback: Annotated[OneUser | OneQueue, Field(discriminator="to")] | None = None
    on_update: bool = False

    @property
    def choices(self) -> tuple[Simple, ...]:
        """Every owner that can come out, without the fallback."""
        if isinstance(self.owner, Table):
            return (*(row.owner for row in self.owner.rows), self.owner.otherwise)
        return (self.owner,)

    @property
    def user_ids(self) -> tuple[str, ...]:
        """The ids of users and queues that are named anywhere, each once."""
        found: dict[str, None] = {}
        for choice in (*self.choices, self.fallback):
            if isinstance(choice, OneUser | OneQueue):
                found[choice.id] = None
            elif isinstance(choice, RoundRobin):
                found.update(dict.fromkeys(member.id for member in choice.members))
        return tuple(found)
