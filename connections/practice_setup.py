"""The practice org's setup as the product's pages show and change it. Call outside the walls."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tenants.models import Tenant

from . import settling
from .practice import admitting, faulting, opening
from .practice.admin.app_changes import apply
from .practice.admin.keys import admin_key
from .practice.admitting import AppSecrets
from .practice.differing import Difference, differences
from .practice.faulting import FaultLine
from .practice.models import PracticeOrg
from .practice.opening import UserLogin
from .practice.overview import (
    AppView,
    FieldView,
    ObjectView,
    QueueView,
    RuleView,
    SetupView,
    UserView,
    setup_view,
)
from .practice.rules.access import Access
from .practice.rules.app_options import FLOWS
from .practice.rules.apps import App
from .practice.rules.call_kinds import WORDS
from .practice.rules.faults import KINDS, Fault
from .practice.rules.named_changes import Change, Parameter
from .practice.rules.permissions import OBJECT_RIGHTS, SYSTEM_PERMISSIONS
from .practice.standard.catalogue import CATALOGUE
from .practice.standard.opening_setup import PERSONALITIES
from .practice.store.setups import setup_of
from .residents import RESIDENTS

__all__ = [
    "CATALOGUE",
    "FLOWS",
    "KINDS",
    "OBJECT_RIGHTS",
    "PERSONALITIES",
    "SYSTEM_PERMISSIONS",
    "WORDS",
    "Access",
    "AppSecrets",
    "AppView",
    "Change",
    "Difference",
    "Fault",
    "FaultLine",
    "FieldView",
    "ObjectView",
    "Parameter",
    "QueueView",
    "RuleView",
    "SetupView",
    "UserLogin",
    "UserView",
    "Workshop",
    "open_workshop",
]


OWN_APP = "Your own code"


@dataclass(frozen=True, slots=True)
class Workshop:
    """A tenant's practice org, for whoever sets it up."""

    org: PracticeOrg

    @property
    def personality(self) -> str:
        """Which kind of org it is, one of PERSONALITIES."""
        return self.org.personality

    def setup(self) -> SetupView:
        """Everything that is set up."""
        return setup_view(setup_of(self.org), admitting.access_of(self.org))

    def switches(self) -> Mapping[str, bool]:
        """How the org behaves where orgs differ: the switches of its setup that are on or off."""
        found = asdict(setup_of(self.org).switches)
        return {name: value for name, value in found.items() if isinstance(value, bool)}

    def access(self) -> Access:
        """Who gets in, and how."""
        return admitting.access_of(self.org)

    def differences(self) -> tuple[Difference, ...]:
        """What isn't as on the first day, and the change that puts it back."""
        return differences(setup_of(self.org), opening.first_day(self.org))

    def change(self, name: str, arguments: Mapping[str, Any]) -> None:
        """Make a change of CATALOGUE. LookupError for an unknown thing, else ValueError."""
        if name not in CATALOGUE:
            raise LookupError(f"There is no change {name}.")
        opening.change_org(self.org, lambda setup: CATALOGUE[name].apply(setup, arguments))

    def change_access(self, name: str, arguments: Mapping[str, Any]) -> None:
        """Make a change of apps and logins by name. LookupError for an unknown thing, else
        ValueError, in words."""
        admitting.change_access(self.org, lambda access: apply(access, name, arguments))
        if arguments.get("soap_login"):
            opening.allow_soap_login(self.org)

    def end_sessions(self) -> None:
        """Every access and refresh token ends, as "Revoke All" does."""
        opening.end_sessions(self.org)

    def own_app(self) -> AppSecrets:
        """Key and new secret of an app for somebody's own code; the app before it goes.

        It is another one than Inlet's, whose secret stays as it is.
        """
        for one in self.access().apps[1:]:
            if one.name == OWN_APP:
                admitting.remove_app(self.org, one.consumer_key)
        return admitting.add_app(self.org, App(OWN_APP, ""))

    def login_of(self, username: str) -> UserLogin:
        """A new password and security token of a user, shown once. KeyError for nobody."""
        return opening.credentials_for(self.org, username)

    def start_again(self, personality: str = "") -> None:
        """The first day, with its residents, of this or another personality. LookupError."""
        if personality and personality not in PERSONALITIES:
            raise LookupError(f"There is no personality {personality}.")
        if personality:
            opening.change_personality(self.org, personality)
        opening.reset(self.org)
        settling.settle(self.org, RESIDENTS)

    def faults(self) -> Sequence[FaultLine]:
        """What is made to go wrong."""
        return faulting.list_faults(self.org)

    def add_fault(self, fault: Fault) -> FaultLine:
        """Let something go wrong. ValueError, in words."""
        return faulting.add_fault(self.org, fault)

    def switch_fault(self, fault_id: uuid.UUID, *, on: bool) -> bool:
        """A fault switched on, counted anew, or off; False when there is none."""
        return faulting.switch_fault(self.org, fault_id, on=on)

    def remove_fault(self, fault_id: uuid.UUID) -> bool:
        """A fault removed; False when there is none."""
        return faulting.remove_fault(self.org, fault_id)

    def set_call_limit(self, calls: int) -> None:
        """How many API calls a day are answered."""
        opening.set_call_limit(self.org, calls)

    def new_admin_key(self) -> str:
        """A new key for the admin API, shown once; the one before ends."""
        return admin_key(self.org)


def open_workshop(tenant: Tenant) -> Workshop | None:
    """The tenant's practice org, or None when it has none."""
    org = opening.find_org(tenant)
    return Workshop(org) if org else None
