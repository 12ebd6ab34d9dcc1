"""What the mapping helper finds in a sample, as frozen values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mappings.rules import FieldRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Which kind of source a payload is from.

    ``label`` as it stands in a sentence: "a Typeform answer". ``confidence`` from 0 to 100.
    ``reasons`` are the keys that told. ``dedupe`` and ``event_at`` are the JMESPaths of the id
    that names this event and of its time; "" where the payload has none.
    """

    name: str
    label: str
    confidence: int = 0
    reasons: tuple[str, ...] = ()
    dedupe: str = ""
    event_at: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of a payload.

    ``path`` is the JMESPath that finds it, ``names`` what it is called, nearest first, ``keys``
    all keys above it. ``value`` is a scalar, a list of them, or None.
    """

    path: str
    names: tuple[str, ...]
    keys: tuple[str, ...]
    value: Any

    @property
    def is_blank(self) -> bool:
        """Whether the sample says nothing here."""
        return self.value is None or self.value == [] or not str(self.value).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """One proposed field. ``confidence`` from 0 to 100, ``why`` in sentences.

    ``raw`` is the sample's value as it came, ``written`` what Salesforce would hold; ``problem``
    says why it would not take it as the rule stands. ``others`` are further paths that would fit.
    """

    rule: FieldRule
    confidence: int
    why: str
    raw: str = ""
    written: Any = None
    problem: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loose:
    """A value that no field was found for. ``technical``: an id, a token or the like."""

    path: str
    value: str
    technical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A field of a Lead without which Salesforce takes none, and that nothing would fill.

    ``sentence`` says what to do, ``offer`` is a rule that would do it, if there is one.
    """

    field: str
    label: str
    sentence: str
    offer: FieldRule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """All that is proposed for one payload, the surest first."""

    kind: Kind
    fields: tuple[Suggested, ...] = ()
    unmapped: tuple[Loose, ...] = ()
    open: tuple[Open, ...] = ()
