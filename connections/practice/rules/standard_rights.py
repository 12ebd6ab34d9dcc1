"""The profiles and the permission set that every org begins with."""

from __future__ import annotations

from .ids import mint
from .permission_sets import PermissionSet
from .permissions import (
    ADMINISTRATOR,
    API_ENABLED,
    API_LICENSE,
    MAY_EDIT,
    OBJECT_RIGHTS,
    STANDARD_LICENSE,
    SYSTEM_PERMISSIONS,
    USUAL_RIGHTS,
    VIEW_SETUP,
)
from .set_assignments import SetAssignment

INTEGRATION_PROFILE = "Minimum Access - API Only Integrations"
STANDARD_PROFILE = "Standard User"
INTEGRATION_SET = "Inlet_Integration"
_API_ONLY = "ApiUserOnly"


def opening_sets(pod: str) -> tuple[PermissionSet, ...]:
    """Three profiles, and the set that gives the integration user what it needs."""
    everything = tuple(one for one in SYSTEM_PERMISSIONS if one != _API_ONLY)
    return (
        PermissionSet(
            id=mint("PermissionSet", pod=pod, number=1),
            name="X00System_Administrator",
            label=ADMINISTRATOR,
            profile=ADMINISTRATOR,
            license=STANDARD_LICENSE,
            system=everything,
            other_objects=OBJECT_RIGHTS,
            other_fields=MAY_EDIT,
        ),
        PermissionSet(
            id=mint("PermissionSet", pod=pod, number=2),
            name="X00Standard_User",
            label=STANDARD_PROFILE,
            profile=STANDARD_PROFILE,
            license=STANDARD_LICENSE,
            system=(API_ENABLED, VIEW_SETUP),
            other_objects=USUAL_RIGHTS,
            other_fields=MAY_EDIT,
        ),
        PermissionSet(
            id=mint("PermissionSet", pod=pod, number=3),
            name="X00Minimum_Access_API_Only",
            label=INTEGRATION_PROFILE,
            profile=INTEGRATION_PROFILE,
            license=API_LICENSE,
            system=(API_ENABLED, _API_ONLY),
        ),
        PermissionSet(
            id=mint("PermissionSet", pod=pod, number=4),
            name=INTEGRATION_SET,
            label="Inlet Integration",
            license=API_LICENSE,
            system=(VIEW_SETUP,),
            other_objects=USUAL_RIGHTS,
            other_fields=MAY_EDIT,
        ),
    )


def opening_assignments(pod: str, user: str) -> tuple[SetAssignment, ...]:
    """The integration user has the integration set."""
    given = mint("PermissionSet", pod=pod, number=4)
    return (SetAssignment(mint("PermissionSetAssignment", pod=pod, number=1), user, given),)
