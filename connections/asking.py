"""What is posted to the token endpoint when no person is there: a machine's sign-in, a refresh.

Source: salesforce-facts 1.3 to 1.6. Raises VaultError where a secret can't be opened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils import timezone

from .errors import NEEDS_MY_DOMAIN, ConfigurationError, failure
from .flows import FLOWS, Wish, problems
from .grants import app_of, checked_origin
from .keys import Claims, assertion
from .models import Connection, Environment, Flow


def form_of(connection: Connection) -> dict[str, str]:
    """The form that gets the connection new tokens, the app's key and secret left out.

    Raises ConfigurationError where the flow isn't possible at this host.
    """
    check_host(connection)
    form = {"grant_type": FLOWS[connection.flow].grant_type}
    return form | _FORMS[connection.flow](connection)


def renewal_of(connection: Connection) -> dict[str, str]:
    """The form that renews the connection's tokens: by what it was granted, even where another
    flow has been entered since. Raises as ``form_of``."""
    if connection.refresh_token_sealed:
        return _refreshing(connection)
    return form_of(connection)


def check_host(connection: Connection) -> None:
    """Raise ConfigurationError NEEDS_MY_DOMAIN for client credentials at login or test."""
    wrong = problems(
        Wish(
            connection.flow,
            connection.login_url,
            has_key=True,
            practice=connection.environment == Environment.PRACTICE,
        )
    )
    if "login_url" in wrong:
        raise ConfigurationError(failure(NEEDS_MY_DOMAIN, wrong["login_url"]))


def _refreshing(connection: Connection) -> dict[str, str]:
    return {"grant_type": "refresh_token", "refresh_token": connection.refresh_token}


def _by_certificate(connection: Connection) -> dict[str, str]:
    claims = Claims(
        issuer=app_of(connection).key,
        subject=connection.login_user,
        audience=checked_origin(connection, connection.login_url),
    )
    return {"assertion": assertion(claims, connection.private_key, now=timezone.now())}


def _by_app(connection: Connection) -> dict[str, str]:
    del connection
    return {}


def _by_password(connection: Connection) -> dict[str, str]:
    return {"username": connection.login_user, "password": connection.password}


_FORMS: Mapping[str, Callable[[Connection], dict[str, str]]] = {
    Flow.WEB_SERVER: _refreshing,
    Flow.JWT_BEARER: _by_certificate,
    Flow.CLIENT_CREDENTIALS: _by_app,
    Flow.PASSWORD: _by_password,
}
