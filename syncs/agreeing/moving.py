"""The buttons within a form: up, down, remove, add, put a better value in place. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from .shapes import Asked, Many, One, Shape, Typed, place_of, shape_of

BUTTONS = frozenset({"up", "down", "remove", "add", "put"})


def press(asked: Iterable[Asked], typed: Typed, button: str) -> Typed | None:
    """What was typed, after a button such as "up:match.1" or "add:match:email".

    None for what is no such button or leads nowhere.
    """
    verb, _, rest = button.partition(":")
    name, _, kind = rest.partition(":")
    place = place_of(name)
    if verb not in BUTTONS:
        return None
    changed = deepcopy(typed)
    if verb == "add":
        done = _added(tuple(asked), changed, place, kind=kind)
    elif verb == "put":
        done = _put(changed, place, kind)
    else:
        done = _moved(changed, place, verb)
    return changed if done else None


def touched(button: str) -> str:
    """The place of the list that this button changes; "" for none."""
    verb, _, rest = button.partition(":")
    place = place_of(rest.partition(":")[0])
    if verb == "add":
        return place
    return place.rpartition(".")[0] if verb in ("up", "down", "remove") else ""


def _put(typed: Typed, place: str, value: str) -> bool:
    """A better value where one value stands."""
    path, _, name = place.rpartition(".")
    holder = _at(typed, path) if path else typed
    if not isinstance(holder, dict) or isinstance(holder.get(name), dict | list):
        return False
    holder[name] = value
    return True


def _moved(typed: Typed, place: str, verb: str) -> bool:
    path, _, last = place.rpartition(".")
    items = _at(typed, path)
    if not isinstance(items, list) or not last.isdecimal() or int(last) >= len(items):
        return False
    number = int(last)
    item = items.pop(number)
    if verb == "up":
        items.insert(max(0, number - 1), item)
    elif verb == "down":
        items.insert(number + 1, item)
    return True


def _added(asked: tuple[Asked, ...], typed: Typed, place: str, *, kind: str) -> bool:
    many = _list_at(asked, typed, place.split("."))
    shape = shape_of(many.of, kind) if many else None
    if many is None or shape is None:
        return False
    path, _, name = place.rpartition(".")
    holder = _at(typed, path) if path else typed
    if not isinstance(holder, dict):
        return False
    holder.setdefault(name, []).append(_new(many, shape))
    return True


def _new(many: Many, shape: Shape) -> Any:
    if many.plain:
        return shape.kind
    return ({many.tag: shape.kind} if many.tag else {}) | deepcopy(shape.new)


def _at(typed: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(typed, dict):
            typed = typed.get(step)
        elif isinstance(typed, list) and step.isdecimal() and int(step) < len(typed):
            typed = typed[int(step)]
        else:
            return None
    return typed


def _list_at(asked: tuple[Asked, ...], typed: Any, steps: list[str]) -> Many | None:
    """The list that is asked for at this place, along the kinds that were chosen."""
    one = next((one for one in asked if one.name == steps[0]), None)
    inner, rest = typed.get(steps[0]) if isinstance(typed, dict) else None, steps[1:]
    if isinstance(one, Many) and not rest:
        return one
    if isinstance(one, Many) and isinstance(inner, list) and rest[0].isdecimal():
        inner = inner[int(rest[0])] if int(rest[0]) < len(inner) else None
        rest = rest[1:]
    shape = _chosen(one, inner) if isinstance(one, Many | One) else None
    return _list_at(shape.parts, inner, rest) if shape and rest else None


def _chosen(one: Many | One, typed: Any) -> Shape | None:
    if not isinstance(typed, dict):
        return None
    return shape_of(one.of, str(typed.get(one.tag, ""))) if one.tag else one.of[0]
