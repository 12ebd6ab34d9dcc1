"""What a browser sends of a row's form when nobody touches it."""

from __future__ import annotations

from collections.abc import Iterable

from syncs.page_values.mapping_form import Input, RowForm, ValueMapForm


def filled(form: RowForm) -> dict[str, str]:
    """The form's values by name, as its template draws them."""
    inputs = [form.source, form.lead_field, form.contact_field, form.label, form.default]
    sent = {"key": form.key, "revision": str(form.revision)}
    for step in form.steps:
        sent[f"{step.place}.do"] = step.name
        inputs += step.inputs
    for choice in (*form.rules, *form.more_rules):
        inputs += choice.inputs
        if choice.chosen:
            sent["ownership"] = choice.value
    for extra in form.extras:
        inputs += extra.inputs
        if extra.is_on:
            sent[extra.name] = extra.value
    return sent | _map_of(form.value_map) | _values(inputs)


def _map_of(value_map: ValueMapForm) -> dict[str, str]:
    sent = {}
    for pair in value_map.pairs:
        place = f"value_map.pairs.{pair.number}"
        sent |= {f"{place}.0": pair.given, f"{place}.1": pair.to}
    if value_map.rest:
        sent["value_map.rest"] = value_map.rest
    for name in ("compare", "unknown"):
        choices = getattr(value_map, name)
        sent[f"value_map.{name}"] = next(one.value for one in choices if one.chosen)
    return sent


def _values(inputs: Iterable[Input]) -> dict[str, str]:
    found = {}
    for one in inputs:
        if one.kind == "choice":
            chosen = [choice.value for choice in one.choices if choice.chosen]
            found[one.name] = (chosen or [one.choices[0].value])[0]
        elif one.kind != "check" or one.value:
            found[one.name] = one.value
    return found
