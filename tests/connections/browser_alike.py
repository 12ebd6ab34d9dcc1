"""What a person's browser does at the practice org's pages: follow, log in, allow or deny."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import requests
from django.test import Client

_REFRESH = re.compile(r'http-equiv="refresh" content="0;url=([^"]+)"')


@dataclass(frozen=True)
class Person:
    """Somebody with a browser, and a user of the org."""

    browser: Client
    username: str = ""
    password: str = ""

    def sign_in(self, begin: str, *, deny: bool = False, **form: str) -> Any:
        """POST our form at `begin`, sign in over there, and come back; our last answer."""
        leaving = self.browser.post(begin, form)
        assert leaving.status_code == 200, leaving.content
        return self.browser.get(self.bring_back(address_in(leaving), deny=deny))

    def bring_back(self, address: str, *, deny: bool = False) -> str:
        """The path and query of ours that the org sends the browser to."""
        typed = {"deny": "1"} if deny else {"approve": "1"}
        typed |= {"username": self.username, "password": self.password}
        assert requests.get(address, timeout=10).status_code == 200
        answer = requests.post(address, typed, timeout=10, allow_redirects=False)
        assert answer.status_code == 302, answer.text
        parts = urlsplit(answer.headers["Location"])
        return f"{parts.path}?{parts.query}"


def address_in(leaving: Any) -> str:
    """Where the page of ours goes on to by itself."""
    found = _REFRESH.search(leaving.content.decode())
    assert found is not None
    return unescape(found[1])
