"""The setup of an org over the admin API: what there is, and changes by name."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from connections.practice import admitting, browsing, opening
from connections.practice.models import PracticeOrg
from connections.practice.rules.named_changes import Change
from connections.practice.standard.catalogue import CATALOGUE
from connections.practice.standard.opening_setup import PERSONALITIES
from connections.practice.store.setups import setup_of

from .app_changes import APP_CHANGES, apply, parameters
from .asking import Asked, missing, one_of, wrong

Result = tuple[int, Any]
_SECRET = {"password", "secret_hash", "token_hash"}


def overview(org: PracticeOrg, _asked: Asked) -> Result:
    """GET the root: which org, how full, how used."""
    return 200, {
        "org_id": org.org_id,
        "name": org.name,
        "personality": org.personality,
        "records": browsing.counts(org),
        "usage": browsing.usage(org),
    }


def show(org: PracticeOrg, _asked: Asked) -> Result:
    """GET setup: the whole document, without hashes of secrets."""
    access = admitting.access_of(org)
    return 200, _without_secrets({**setup_of(org).document(), "access": asdict(access)})


def changes(_org: PracticeOrg, _asked: Asked) -> Result:
    """GET changes: every change of the setup by name, and what each has to be told."""
    return 200, {"changes": {name: _told(one) for name, one in CATALOGUE.items()}}


def change(org: PracticeOrg, asked: Asked, *, name: str) -> Result:
    """POST changes/<name> {parameters}"""
    made = CATALOGUE[one_of(name, CATALOGUE, "change")]
    try:
        opening.change_org(org, lambda setup: made.apply(setup, asked.body))
    except LookupError as unknown:
        raise missing(str(unknown.args[0]) if unknown.args else "thing") from unknown
    except ValueError as impossible:
        raise wrong(str(impossible)) from impossible
    return 200, {"changed": name}


def app_changes(_org: PracticeOrg, _asked: Asked) -> Result:
    """GET app-changes: every change of who gets in."""
    return 200, {"changes": {name: parameters(name) for name in APP_CHANGES}}


def change_app(org: PracticeOrg, asked: Asked, *, name: str) -> Result:
    """POST app-changes/<name> {parameters}"""
    one_of(name, APP_CHANGES, "change")
    try:
        admitting.change_access(org, lambda access: apply(access, name, asked.body))
    except LookupError as unknown:
        raise missing(f"app {unknown}") from unknown
    except ValueError as impossible:
        raise wrong(str(impossible)) from impossible
    return 200, {"changed": name}


def set_limit(org: PracticeOrg, asked: Asked) -> Result:
    """PUT limit {"api_max": 100}: how many API calls a day are answered."""
    asked.only("api_max")
    wanted = asked.get("api_max", int)
    if not 0 <= wanted < 2**31:
        raise wrong("api_max: 0 or more is needed.")
    opening.set_call_limit(org, wanted)
    return 200, {"api_max": wanted}


def reset(org: PracticeOrg, asked: Asked) -> Result:
    """POST reset {"personality": ""}: back to the first day, without records."""
    asked.only("personality")
    wanted = asked.get("personality", str, org.personality)
    one_of(wanted, PERSONALITIES, "personality")
    if wanted != org.personality:
        opening.change_personality(org, wanted)
    opening.reset(org)
    return 200, {"personality": wanted}


def _told(change: Change) -> dict[str, Any]:
    return {
        "label": change.label,
        "parameters": {
            one.name: {
                "type": one.kind.__name__,
                "choices": list(one.choices),
                "needed": one.default is None,
            }
            for one in change.parameters
        },
    }


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_secrets(one) for name, one in value.items() if name not in _SECRET}
    if isinstance(value, list | tuple):
        return [_without_secrets(one) for one in value]
    return value
