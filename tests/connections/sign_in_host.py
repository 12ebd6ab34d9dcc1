"""What a scripted sign-in host answers."""

from __future__ import annotations

from .conftest import ORG, USER
from .scripted import Answer, Script

OTHER_ORG = "00DKB0000004VwYAAU"


def tokens(script: Script, number: int = 1, org: str = ORG, **changes: object) -> Answer:
    body = {
        "access_token": f"a{number}",
        "refresh_token": f"r{number}",
        "instance_url": script.url,
        "id": f"{script.url}/id/{org}/{USER}",
        "issued_at": "1781234567890",
    }
    return Answer({**body, **changes})


def refused(error: str, description: str) -> Answer:
    return Answer({"error": error, "error_description": description}, status=400)


def introduction(org_name: str = "Acme") -> list[Answer]:
    row = {"attributes": {"type": "Organization"}, "Id": ORG, "Name": org_name, "IsSandbox": True}
    part = {"referenceId": "part0", "httpStatusCode": 200, "body": {"done": True, "records": [row]}}
    who = {"user_id": USER, "username": "sync@acme.example", "display_name": "Lead Sync"}
    return [Answer(who), Answer({"compositeResponse": [part]})]
