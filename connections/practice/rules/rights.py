"""Who may what: what permission sets grant together."""

from __future__ import annotations

from dataclasses import dataclass

from .permission_sets import PermissionSet
from .permissions import (
    EVERY_RIGHT,
    FIELD_ACCESS,
    MAY_EDIT,
    MODIFY_ALL_DATA,
    READ,
    VIEW_ALL,
    VIEW_ALL_DATA,
)


@dataclass(frozen=True, slots=True)
class Rights:
    """What several permission sets grant together."""

    sets: tuple[PermissionSet, ...]

    def may(self, permission: str) -> bool:
        """Whether a system permission is among them. "Modify All Data" brings "View All Data"."""
        granted = {name for one in self.sets for name in one.system}
        implied = permission == VIEW_ALL_DATA and MODIFY_ALL_DATA in granted
        return permission in granted or implied

    def on(self, sobject: str) -> frozenset[str]:
        """The rights on an object, those included that "all data" permissions bring."""
        granted = {name for one in self.sets for name in one.on(sobject)}
        if self.may(MODIFY_ALL_DATA):
            return EVERY_RIGHT
        if self.may(VIEW_ALL_DATA):
            granted |= {READ, VIEW_ALL}
        return frozenset(granted)

    def access(self, path: str) -> str:
        """The widest access to a field."""
        return max((one.access(path) for one in self.sets), key=FIELD_ACCESS.index, default="none")


@dataclass(frozen=True, slots=True)
class AllRights(Rights):
    """What the org itself may: everything."""

    sets: tuple[PermissionSet, ...] = ()

    def may(self, permission: str) -> bool:
        """Yes."""
        del permission
        return True

    def on(self, sobject: str) -> frozenset[str]:
        """Every right."""
        del sobject
        return EVERY_RIGHT

    def access(self, path: str) -> str:
        """Edit."""
        del path
        return MAY_EDIT
