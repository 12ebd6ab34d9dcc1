"""How the values of the agreement are read from a document: what they don't know is an error."""

from __future__ import annotations

from pydantic import ConfigDict

STRICT = ConfigDict(extra="forbid", str_max_length=4_000)


class RulesRefused(ValueError):
    """The rules can't be carried out as written; a person has to change the mapping."""
