"""What the form of a mapping's row says: the rule as a document, and what a button does to it.

The names of inputs are places within the document ("transforms.0.length"), so that whatever is
wrong with a place finds its input. Of the ownership, "ownership" is the rule that is chosen and
"and.…" are the conditions beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from mappings.transforms.catalogue import CATALOGUE, Parameter
from syncs.reporting.mapping_values import DRAWN

MOST = 400
_STEP = re.compile(r"transforms\.(\d{1,3})\.do")
_PAIR = re.compile(r"value_map\.pairs\.(\d{1,3})\.0")
_BUTTON = re.compile(r"(up|down|drop|drop-pair)-(\d{1,3})")
_TEXTS = ("lead_field", "contact_field", "source", "label")
Post = Mapping[str, str]


def read_row(post: Post) -> dict[str, Any]:
    """The rule as typed; what is empty is left out, numbers that aren't any stay as text."""
    document: dict[str, Any] = {name: post.get(name, "").strip() for name in _TEXTS}
    if post.get("default", "").strip():
        document["default"] = post["default"].strip()
    document["transforms"] = [_step(post, number) for number in _numbers(post, _STEP)]
    document["value_map"] = _value_map(post)
    document["ownership"] = [guard for _, guard in ownership(post)]
    return document


def ownership(post: Post) -> list[tuple[str, Any]]:
    """The guards with the name of the input each comes from, in their order."""
    chosen = post.get("ownership", "")
    beside = [*_conditions(post), *_kept(post)]
    # A condition alone says that much already.
    main = [] if chosen == "always" and beside else [("ownership", _main(post, chosen))]
    return [*main, *beside]


def pressed(document: dict[str, Any], post: Post) -> dict[str, Any] | None:
    """The document after one of the form's own buttons; None for a button that is none."""
    do = post.get("do", "")
    steps, pairs = list(document["transforms"]), list(document["value_map"].get("pairs", ()))
    found = _BUTTON.fullmatch(do)
    if do == "add-step" and post.get("new_step", "") in CATALOGUE:
        steps.append({"do": post["new_step"]})
    elif do == "add-pair":
        # Where a long map goes on in what isn't drawn, the new line has to stand at the top.
        pairs.insert(len(pairs) if len(pairs) < DRAWN else 0, ["", ""])
    elif found and found[1] == "drop-pair":
        pairs = _without(pairs, int(found[2]))
    elif found and found[1] == "drop":
        steps = _without(steps, int(found[2]))
    elif found:
        _swap(steps, int(found[2]), -1 if found[1] == "up" else 1)
    else:
        return None
    value_map = {**document["value_map"], "pairs": pairs}
    return {**document, "transforms": steps, "value_map": value_map}


def without_blanks(document: dict[str, Any]) -> dict[str, Any]:
    """The document as it is kept: without lines of the value map that nobody filled in."""
    pairs = [pair for pair in document["value_map"].get("pairs", ()) if any(pair)]
    return {**document, "value_map": {**document["value_map"], "pairs": pairs}}


def _numbers(post: Post, pattern: re.Pattern[str]) -> list[int]:
    found = (pattern.fullmatch(name) for name in post)
    return sorted({int(one[1]) for one in found if one})[:MOST]


def _step(post: Post, number: int) -> dict[str, Any]:
    name = post[f"transforms.{number}.do"]
    entry = CATALOGUE.get(name)
    step: dict[str, Any] = {"do": name}
    for one in entry.parameters if entry else ():
        value = _typed(one, post.get(f"transforms.{number}.{one.name}"))
        if value is not None:
            step[one.name] = value
    return step


def _typed(parameter: Parameter, text: str | None) -> Any:
    """What an input says as its parameter takes it; None where nothing was said."""
    if parameter.kind == "yes_no":
        return bool(text)
    if text is None or not text.strip():
        return "" if parameter.required and parameter.kind == "text" else None
    if parameter.kind == "texts":
        return lines(text)
    if parameter.kind == "number":
        return number_or_text(text)
    return text.replace("\r\n", "\n")


def _value_map(post: Post) -> dict[str, Any]:
    drawn = [
        [post.get(f"value_map.pairs.{number}.{side}", "").strip() for side in (0, 1)]
        for number in _numbers(post, _PAIR)
    ]
    value_map: dict[str, Any] = {"pairs": drawn + _rest(post)}
    for name in ("compare", "unknown"):
        if post.get(f"value_map.{name}"):
            value_map[name] = post[f"value_map.{name}"]
    return value_map


def _rest(post: Post) -> list[list[str]]:
    """The lines of a long map that the form doesn't draw."""
    try:
        found = json.loads(post.get("value_map.rest", "[]"))
    except ValueError:
        return []
    whole = isinstance(found, list) and all(isinstance(one, list) for one in found)
    return [[str(part) for part in one[:2]] for one in found if len(one) > 1] if whole else []


def _main(post: Post, chosen: str) -> dict[str, Any]:
    guard: dict[str, Any] = {"rule": chosen}
    if chosen == "refresh_after":
        guard["days"] = number_or_text(post.get("ownership.days", ""))
    elif chosen == "append":
        guard["separator"] = post.get("ownership.separator", "").replace("\\n", "\n") or "\n"
    elif chosen == "higher_of":
        guard["order"] = lines(post.get("ownership.order", ""))
    return guard


def _conditions(post: Post) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    if post.get("and.while"):
        test = post.get("and.while.test", "is")
        guard: dict[str, Any] = {"rule": "while_field", "test": test}
        guard["field"] = post.get("and.while.field", "").strip()
        if test not in ("is_blank", "is_not_blank"):
            guard["values"] = lines(post.get("and.while.values", ""))
        found.append(("and.while", guard))
    if post.get("and.edited"):
        days = number_or_text(post.get("and.edited.days", ""))
        found.append(("and.edited", {"rule": "not_edited_within", "days": days}))
    if post.get("and.newer"):
        found.append(("and.newer", {"rule": "source_newer"}))
    return found


def _kept(post: Post) -> list[tuple[str, Any]]:
    """Further guards that the form shows as ticks, each as the JSON of its own."""
    found = []
    for number in range(MOST):
        name = f"and.keep.{number}"
        try:
            guard = json.loads(post.get(name, "null"))
        except ValueError:
            continue
        if isinstance(guard, dict):
            found.append((name, guard))
    return found


def lines(text: str) -> list[str]:
    """The lines of a text that aren't blank."""
    return [one.strip() for one in text.splitlines() if one.strip()]


def number_or_text(text: str) -> int | str:
    """The whole number that a text is, or the text: the checker says what is wrong with it."""
    text = text.strip()
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else text


def _without(items: list[Any], at: int) -> list[Any]:
    return [one for number, one in enumerate(items) if number != at]


def _swap(items: list[Any], at: int, by: int) -> None:
    other = at + by
    if 0 <= at < len(items) and 0 <= other < len(items):
        items[at], items[other] = items[other], items[at]
