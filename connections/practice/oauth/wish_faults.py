"""What may be wrong with an app's wish, and is told to the app (salesforce-facts 1.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from connections.practice.rules.app_options import WEB_SERVER
from connections.practice.rules.apps import App
from connections.practice.rules.oauth_errors import Fault

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
# There is never a session at the practice org: who may not be asked isn't logged in.
_PROMPTS = {"login", "consent", "select_account", ""}
_NO_CHALLENGE = Fault("invalid_request", "missing required code challenge")
_WRONG_METHOD = Fault("invalid_request", "code challenge method must be S256")


def wish_fault(app: App, asked: Mapping[str, str]) -> Fault | None:
    """The first thing that is wrong with what was asked; None when all is well."""
    if asked.get("response_type") != "code" or not app.allows(WEB_SERVER):
        return Fault("unsupported_response_type", "response type not supported")
    prompts = set(asked.get("prompt", "").split())
    if "none" in prompts:
        return Fault("login_required", "user must log in")
    if prompts - _PROMPTS:
        return Fault("invalid_request", "invalid prompt")
    return _challenge_fault(app, asked)


def _challenge_fault(app: App, asked: Mapping[str, str]) -> Fault | None:
    challenge, method = asked.get("code_challenge", ""), asked.get("code_challenge_method", "")
    if not challenge and not method and not app.pkce_required:
        return None
    if not challenge:
        return _NO_CHALLENGE
    if method != "S256":
        return _WRONG_METHOD
    return None if _CHALLENGE.fullmatch(challenge) else _NO_CHALLENGE
