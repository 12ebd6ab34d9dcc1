"""A pair as a rule, tried on the sample with the code that would write it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connections.crm import Field
from mappings import places
from mappings.coercing import fit
from mappings.orgs import Org
from mappings.paths import text_at
from mappings.proposals import Problem
from mappings.proposing import propose
from mappings.rules import FieldRule
from mappings.transforms import State
from mappings.values import as_text

from .pairing import LEAST, Pair
from .steps import Case, owner_of, steps_for
from .values import Suggested

_CUT = 60
_DOUBT = 0.62
# A value that these can't read is no value of theirs at all.
_STRICT = frozenset(
    {"boolean", "int", "double", "currency", "percent", "date", "datetime", "email", "reference"}
)


@dataclass(frozen=True, slots=True)
class Sample:
    """The lead with its names completed, and the org; ``country_source`` is the path of its
    country, "" for none.
    """

    lead: Mapping[str, Any]
    org: Org
    country_source: str = ""


def suggested(pair: Pair, sample: Sample) -> Suggested | None:
    """The pair as a rule with what it would write; None if nothing of the value is left."""
    rule = _rule(pair, sample)
    if pair.leaf.is_blank:
        return _told(pair, rule, confidence=pair.confidence)
    made = propose(rule, sample.lead, sample.org)
    kept = made if made is None or isinstance(made, Problem) else fit(rule, made, _field(pair))
    if kept is None:
        return None
    if isinstance(kept, Problem):
        if pair.target.field.type in _STRICT:
            return None
        confidence = pair.confidence * (_DOUBT if pair.offered else 1)
        return _told(pair, rule, confidence=confidence, problem=kept.sentence)
    sure = pair.confidence * (_DOUBT if _is_no_state(pair, rule, sample) else 1)
    if sure < LEAST:
        return None
    return _told(pair, rule, confidence=sure, written=kept.value)


def raw_text(value: Any) -> str:
    """A value of the sample as people read it."""
    if isinstance(value, list):
        return "; ".join(raw_text(one) for one in value)
    return "" if value is None else as_text(value).strip()


def _is_no_state(pair: Pair, rule: FieldRule, sample: Sample) -> bool:
    """Whether the value is no state of the country that the sample or the tenant is in."""
    step = next((one for one in rule.transforms if isinstance(one, State)), None)
    if step is None or not pair.target.field.name.endswith("Code"):
        return False
    named = text_at(step.country_source, sample.lead) if step.country_source else ""
    country = places.country(named) if named else None
    code = country.code if country else sample.org.region
    return not (code and places.state(raw_text(pair.leaf.value), code))


def _field(pair: Pair) -> Field:
    return pair.target.field


def _rule(pair: Pair, sample: Sample) -> FieldRule:
    target, field = pair.target, pair.target.field
    country = sample.country_source if sample.country_source != pair.leaf.path else ""
    value = pair.leaf.value
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else ";".join(raw_text(one) for one in value)
    case = Case(
        value, pair.candidate.meant, pair.concept, field, sample.org.region, country_source=country
    )
    return FieldRule(
        lead_field=target.lead,
        contact_field=target.contact,
        label=field.label,
        source=pair.leaf.path,
        transforms=steps_for(case),
        value_map=pair.table,
        ownership=owner_of(pair.concept, field),
    )


def _told(
    pair: Pair,
    rule: FieldRule,
    *,
    confidence: float,
    written: Any = None,
    problem: str = "",
) -> Suggested:
    return Suggested(
        rule=rule,
        confidence=round(confidence),
        why=_why(pair),
        raw=raw_text(pair.leaf.value),
        written=written,
        problem=problem,
    )


def _why(pair: Pair) -> str:
    """Why this value goes to this field: the name, the value, what is done about a list."""
    one, label = pair.candidate, pair.target.field.label
    name = one.name if len(one.name) <= _CUT else f"{one.name[: _CUT - 1]}…"
    how = "full" if one.meant == "full_name" != pair.concept else one.how
    sentences = [_BY_NAME[how].format(name=name, label=label)]
    if pair.leaf.is_blank:
        sentences.append("The sample has no value here.")
    sentences += [pair.seen.words, _mapped(pair)]
    return " ".join(text for text in sentences if text)


def _mapped(pair: Pair) -> str:
    came = raw_text(pair.leaf.value)
    if not pair.offered:
        return f"{pair.target.field.label} doesn’t offer “{came[:_CUT]}” yet."
    near = next((to for value, to in pair.table.pairs if value.casefold() == came.casefold()), "")
    return f"“{came[:_CUT]}” becomes “{near}”, which the list offers." if near else ""


_BY_NAME: Mapping[str, str] = {
    "full": "“{name}” holds the full name, which is taken apart.",
    "usual": "“{name}” is a usual name for {label}.",
    "same": "“{name}” is what Salesforce calls it.",
    "part": "“{name}” asks for {label}.",
    "alike": "“{name}” is much like {label}.",
    "value": "The value alone says so: “{name}” is no name for a field.",
    "instead": "“{name}” has no field of its own; {label} is the nearest.",
}
