"""The objects that a user sees, by name."""

from __future__ import annotations

from collections.abc import Mapping

from .objects import SObject


class Sight(dict[str, SObject]):
    """Objects by name, as one user sees them.

    `withheld`: setup objects that aren't there for this user; `whole`: the org's own objects.
    """

    def __init__(
        self,
        objects: Mapping[str, SObject],
        *,
        whole: Mapping[str, SObject],
        withheld: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(objects)
        self.whole = whole
        self.withheld = withheld


def withheld_from(objects: Mapping[str, SObject]) -> frozenset[str]:
    """The setup objects that whoever sees these objects doesn't see."""
    return objects.withheld if isinstance(objects, Sight) else frozenset()


def whole_of(objects: Mapping[str, SObject]) -> Mapping[str, SObject]:
    """The org's own objects, also those that the user of a sight doesn't see."""
    return objects.whole if isinstance(objects, Sight) else objects
