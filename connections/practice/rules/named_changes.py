"""A change of the setup that an admin asks for by name, with what it has to be told. Pure."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .setup import Setup

_KINDS: Mapping[str, type] = {"str": str, "bool": bool, "int": int}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a change has to be told. `kind`: str, bool or int; `choices`: () for anything.

    `default` None: it has to be given.
    """

    name: str
    kind: type
    choices: tuple[str, ...] = ()
    default: str | bool | int | None = None

    def check(self, value: Any) -> None:
        """Raise ValueError unless the value will do."""
        if type(value) is not self.kind:
            raise ValueError(f"{self.name} has to be of type {self.kind.__name__}.")
        if self.choices and value not in self.choices:
            raise ValueError(f"{self.name} has to be one of {', '.join(self.choices)}.")


@dataclass(frozen=True, slots=True)
class Change:
    """A named change. `label`: as a button says it."""

    name: str
    label: str
    parameters: tuple[Parameter, ...]
    make: Callable[..., Setup]

    def apply(self, setup: Setup, arguments: Mapping[str, Any]) -> Setup:
        """The changed setup. ValueError for wrong arguments, LookupError for an unknown thing."""
        unknown = arguments.keys() - {one.name for one in self.parameters}
        if unknown:
            raise ValueError(f"{self.name} has no {', '.join(sorted(unknown))}.")
        for one in self.parameters:
            if one.name in arguments:
                one.check(arguments[one.name])
            elif one.default is None:
                raise ValueError(f"{one.name} is missing.")
        if "sobject" in arguments and arguments["sobject"] not in setup.objects:
            raise LookupError(f"There is no object {arguments['sobject']}.")
        return self.make(setup, **arguments)


def named(
    name: str,
    label: str,
    make: Callable[..., Setup],
    *,
    choices: Mapping[str, tuple[str, ...]],
) -> Change:
    """The change that `make` makes; its parameters follow from its signature.

    `choices`: by the names of parameters.
    """
    told = list(inspect.signature(make).parameters.values())[1:]
    parameters = tuple(
        Parameter(
            one.name,
            _KINDS[str(one.annotation)],
            choices.get(one.name, ()),
            None if one.default is one.empty else one.default,
        )
        for one in told
    )
    return Change(name, label, parameters, make)
