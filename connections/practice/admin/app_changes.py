"""Changes to who gets in, by name, with what each has to be told (`rules.app_changes`). Pure."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from connections.practice.rules import app_changes, app_switches, login_changes
from connections.practice.rules.access import Access
from connections.practice.rules.app_options import FLOWS, REFRESH_POLICIES

APP_CHANGES: Mapping[str, Callable[..., Access]] = {
    "set_app": app_changes.with_app,
    "remove_app": app_changes.without_app,
    "set_installed": app_switches.with_installed,
    "set_flow": app_switches.with_flow,
    "set_rotation": app_switches.with_rotation,
    "set_refresh_policy": app_switches.with_refresh_policy,
    "set_session_timeout": app_switches.with_session_timeout,
    "set_admin_approval": app_switches.with_admin_approval,
    "set_user": login_changes.with_user,
    "set_frozen": login_changes.with_frozen,
    "set_policy": login_changes.with_policy,
}
_CHOICES: Mapping[str, tuple[str, ...]] = {"flow": FLOWS, "policy": REFRESH_POLICIES}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "bool": (bool,),
    "bool | None": (bool, type(None)),
    "tuple[str, ...]": (list,),
}


def parameters(name: str) -> dict[str, Any]:
    """What a change has to be told: name → {"type", "choices", "needed"}."""
    told = list(inspect.signature(APP_CHANGES[name]).parameters.values())[1:]
    return {
        one.name: {
            "type": "fields" if one.kind is one.VAR_KEYWORD else str(one.annotation),
            "choices": list(_CHOICES.get(one.name, ())),
            "needed": one.default is one.empty and one.kind is not one.VAR_KEYWORD,
        }
        for one in told
    }


def apply(access: Access, name: str, arguments: Mapping[str, Any]) -> Access:
    """The changed access. ValueError, in words, for what it can't be told."""
    known = inspect.signature(APP_CHANGES[name]).parameters
    given = {key: tuple(one) if isinstance(one, list) else one for key, one in arguments.items()}
    for key, value in arguments.items():
        _check(known, key, value)
    try:
        return APP_CHANGES[name](access, **given)
    except TypeError as unfit:
        raise ValueError(f"{name} needs {', '.join(parameters(name))}.") from unfit


def _check(known: Mapping[str, inspect.Parameter], key: str, value: Any) -> None:
    parameter = known.get(key)
    if parameter is None:
        if any(one.kind is one.VAR_KEYWORD for one in known.values()):
            return
        raise ValueError(f"{key}: unknown.")
    allowed = _TYPES.get(str(parameter.annotation), (str,))
    if type(value) not in allowed:
        raise ValueError(f"{key}: has to be {parameter.annotation}.")
    choices = _CHOICES.get(key)
    if choices and value not in choices:
        raise ValueError(f"{key}: has to be one of {', '.join(choices)}.")
