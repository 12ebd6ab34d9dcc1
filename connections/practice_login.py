"""A user's part of a sign-in at the practice org, done by a machine: log in, allow, come back.

The same pages that a person sees; only the practice org is logged in to like this
(salesforce-facts 1.6: no username and password for a real org).
"""

from __future__ import annotations

from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

import requests

from .errors import ConfigurationError, CrmError, TransientError, as_error, failure, parse_errors
from .grants import open_session
from .transport import unanswered


class Login(Protocol):
    """What opening a practice org gives out."""

    @property
    def consumer_key(self) -> str:
        """The app."""
        ...

    @property
    def consumer_secret(self) -> str:
        """The app's secret."""
        ...

    @property
    def username(self) -> str:
        """The user."""
        ...

    @property
    def password(self) -> str:
        """The user's password."""
        ...


def log_in(address: str, login: Login, *, origin: str) -> dict[str, str]:
    """What the redirect after logging in at the authorize ``address`` carries: state and code.

    The redirect isn't followed. Raises ConfigurationError if app, user or wish are refused.
    """
    form = {"username": login.username, "password": login.password, "approve": "1"}
    try:
        with open_session(origin) as session:
            shown = session.get(address)
            answer = session.post(address, data=form) if shown.status_code == 200 else shown
    except requests.RequestException as error:
        raise unanswered(error, writing=False) from error
    if answer.status_code != 302:
        raise _refusal(answer)
    carried = dict(parse_qsl(urlsplit(answer.headers.get("Location", "")).query))
    if "error" in carried:
        raise as_error(parse_errors(carried, 400)[0])
    if "code" not in carried or "state" not in carried:
        raise TransientError(failure("", "The redirect carries no code."))
    return carried


def _refusal(answer: requests.Response) -> CrmError:
    if answer.status_code >= 500:
        return as_error(parse_errors(answer.text, answer.status_code)[0])
    if answer.status_code == 400:
        text = "client identifier or redirect_uri not known"
        return ConfigurationError(failure("invalid_client_id", text))
    return ConfigurationError(failure("invalid_grant", "authentication failure"))
