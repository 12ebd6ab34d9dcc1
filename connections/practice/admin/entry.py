"""The HTTP entry of the admin API, below /practice/admin/v1/ at the practice orgs' address."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse

from connections.practice.models import PracticeOrg
from connections.practice.rules.refusals import Refused

from . import faults, records, sessions, setting_up
from .asking import AdminError, Asked, wrong
from .keys import org_of_key

Handler = Callable[..., tuple[int, Any]]
_RECORD = "records/(?P<sobject>[A-Za-z0-9_]+)/(?P<record_id>[0-9A-Za-z]+)"
_FAULT = "faults/(?P<fault_id>[0-9a-f-]+)"
_LEAD = "records/Lead/(?P<record_id>[0-9A-Za-z]+)"

_ROUTES: tuple[tuple[str, Mapping[str, Handler]], ...] = (
    ("", {"GET": setting_up.overview}),
    ("setup", {"GET": setting_up.show}),
    ("changes", {"GET": setting_up.changes}),
    ("changes/(?P<name>[a-z_]+)", {"POST": setting_up.change}),
    ("app-changes", {"GET": setting_up.app_changes}),
    ("app-changes/(?P<name>[a-z_]+)", {"POST": setting_up.change_app}),
    ("limit", {"PUT": setting_up.set_limit}),
    ("reset", {"POST": setting_up.reset}),
    ("sessions/end", {"POST": sessions.end}),
    ("sessions/expire", {"POST": sessions.expire}),
    ("sessions/advance", {"POST": sessions.advance}),
    ("fault-kinds", {"GET": faults.known}),
    ("faults", {"GET": faults.index, "POST": faults.add, "DELETE": faults.clear}),
    (_FAULT, {"PATCH": faults.switch, "DELETE": faults.remove}),
    ("writes", {"GET": records.writes}),
    ("doubles", {"GET": records.doubles}),
    ("calls", {"GET": records.calls}),
    ("records/(?P<sobject>[A-Za-z0-9_]+)", {"GET": records.browse, "POST": records.seed}),
    (f"{_LEAD}/convert", {"POST": records.convert}),
    (f"{_RECORD}/merge", {"POST": records.merge}),
    (f"{_RECORD}/undelete", {"POST": records.undelete}),
    (_RECORD, {"GET": records.read, "PATCH": records.change, "DELETE": records.delete}),
)
_PATTERNS = [(re.compile(pattern, re.ASCII), handlers) for pattern, handlers in _ROUTES]
_NO_STORE = {"Cache-Control": "no-store"}


def admin(request: HttpRequest, path: str = "") -> JsonResponse:
    """Every call of the admin API; errors are JSON too, with a sentence for a person."""
    try:
        org = _org(request)
        handler, named = _find(request.method or "", path.strip("/"))
        status, body = handler(org, _asked(request), **named)
    except AdminError as told:
        return _answer(told.status, {"error": told.code, "message": told.message})
    except Refused as wrong_record:
        errors = [one.single() for one in wrong_record.refusals]
        message = f"The org refused it: {errors[0]['message']}"
        return _answer(422, {"error": "refused", "message": message, "errors": errors})
    return _answer(status, body)


def _org(request: HttpRequest) -> PracticeOrg:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    org = org_of_key(key.strip()) if scheme.lower() == "bearer" else None
    if org is None:
        message = "Send the org's admin key: Authorization: Bearer padm_…"
        raise AdminError(401, "unauthorized", message)
    return org


def _find(method: str, path: str) -> tuple[Handler, dict[str, str]]:
    for pattern, handlers in _PATTERNS:
        match = pattern.fullmatch(path)
        if match:
            if method not in handlers:
                allowed = ", ".join(handlers)
                raise AdminError(405, "method_not_allowed", f"Here goes {allowed}.")
            return handlers[method], match.groupdict()
    raise AdminError(404, "not_found", f"There is nothing at {path}.")


def _asked(request: HttpRequest) -> Asked:
    query = {name: str(values[-1]) for name, values in request.GET.lists() if values}
    if any("\x00" in value for value in query.values()):
        raise wrong("A value of the query has a character that can't be kept.")
    if not request.body:
        return Asked(query)
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as unreadable:
        raise wrong(f"The body is not JSON: {unreadable}") from unreadable
    if not isinstance(body, dict):
        raise wrong("The body has to be a JSON object.")
    return Asked(query, body)


def _answer(status: int, body: Any) -> JsonResponse:
    return JsonResponse(_plain(body), status=status, headers=_NO_STORE, safe=False)


def _plain(value: Any) -> Any:
    """Frozen values, also deep inside, as JSON's objects."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
