"""Source paths: can they be read, and do they name anything a lead has. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from mappings import soundness
from mappings.nearness import nearest

from .problems import RuleProblem, Spot

# What a canonical lead has at its top (ingest-presets I0); all else stands below these.
ROOTS = ("external_id", "source", "occurred_at", "person", "company", "attribution", "consent",
         "custom", "test")  # fmt: skip
_BELOW = {
    "person": ("email", "first_name", "last_name", "name", "title", "phone"),
    "company": ("name", "website", "employees", "industry", "country"),
}


def check_source(source: str, spot: Spot) -> Iterator[RuleProblem]:
    """Whether a lead can ever have something at this path; nothing for ""."""
    yield from (spot.wrong(told) for told in soundness.check_source(source))
    if source:
        yield from _names(source, spot)


def check_template(text: str, spot: Spot) -> Iterator[RuleProblem]:
    """Whether a text with paths in braces can be filled."""
    yield from (spot.wrong(told) for told in soundness.check_template(text))


def _names(source: str, spot: Spot) -> Iterator[RuleProblem]:
    """A slip in a name that every lead's form fixes: persn.email, person.emial.

    Only what is nearly one of the known names is refused: a source may send more than we know.
    """
    first, _, rest = source.partition(".")
    below = _BELOW.get(first, ())
    if first.isidentifier() and first not in ROOTS and (better := nearest(first, ROOTS)):
        replacement = source.replace(first, better, 1)
        yield spot.wrong(f"A lead has no “{first}”.", replacement=replacement)
    elif rest.isidentifier() and rest not in below and (better := nearest(rest, below)):
        yield spot.wrong(f"A lead has no “{source}”.", replacement=f"{first}.{better}")
