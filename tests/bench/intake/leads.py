"""The leads that are sent: the same facts in the product's form and in the yardstick's."""

from __future__ import annotations

import json
import uuid
from typing import Any


def ours(number: int) -> dict[str, Any]:
    """A lead in canonical form."""
    flat = bare(number)
    return {
        "external_id": flat["external_id"],
        "source": flat["source"],
        "person": {
            name: flat[name] for name in ("email", "first_name", "last_name", "title", "phone")
        },
        "company": {"name": flat["company"], "website": flat["website"]},
        "custom": flat["custom"],
    }


def bare(number: int) -> dict[str, Any]:
    """The same lead without any depth."""
    return {
        "external_id": f"bench-{number}",
        "source": "Webinar",
        "email": f"p{number}@company{number % 5000}.example",
        "first_name": "Renée",
        "last_name": f"Nr{number}",
        "title": "Head of Operations",
        "phone": f"+4930{number:08}",
        "company": f"Company {number % 5000} GmbH",
        "website": f"https://www.company{number % 5000}.example/",
        "custom": {"budget": 12_500.5, "notes": "Wants a call on “Tuesday”.", "tags": ["a", "b"]},
    }


def message(path: str, body: Any, *, authorization: str) -> bytes:
    """A whole HTTP request, with an Idempotency-Key of its own."""
    content = json.dumps(body, ensure_ascii=False).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: {authorization}\r\nIdempotency-Key: {uuid.uuid4()}\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content
