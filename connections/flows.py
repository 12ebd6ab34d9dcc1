"""The ways to connect: what each needs, and what it may not be used for. Pure.

Source: salesforce-facts 1.1 to 1.6. A flow's name is one of ``models.Flow``'s values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

WEB_SERVER, JWT_BEARER, CLIENT_CREDENTIALS, PASSWORD = (
    "web_server", "jwt_bearer", "client_credentials", "password",
)  # fmt: skip
SHARED_HOSTS = frozenset({"login.salesforce.com", "test.salesforce.com"})
_NEEDS_MY_DOMAIN = (
    "Client credentials work only at the org's own address. Enter its My Domain, such as "
    "https://acme.my.salesforce.com. Setup → My Domain shows it."
)
_NEEDS_OWN_APP = (
    "Enter the consumer key of the org's own External Client App. This way to connect does not "
    "work with Inlet's app."
)


@dataclass(frozen=True, slots=True)
class FlowRule:
    """One way to connect.

    ``by_browser``: a person signs in; the others are done by the server alone. ``refreshes``:
    Salesforce gives a refresh token, which ends after 30 days without use. ``legacy``: only
    where the org still permits it.
    """

    name: str
    grant_type: str
    title: str
    about: str
    by_browser: bool = False
    refreshes: bool = False
    needs_secret: bool = False
    needs_user: bool = False
    needs_certificate: bool = False
    needs_password: bool = False
    needs_my_domain: bool = False
    legacy: bool = False

    @property
    def needs_own_app(self) -> bool:
        """Whether the org's admin has to make an app of the org's own."""
        return not self.by_browser


FLOWS: Mapping[str, FlowRule] = {
    rule.name: rule
    for rule in (
        FlowRule(
            WEB_SERVER,
            "authorization_code",
            "Sign in with Salesforce",
            "A person signs in at Salesforce and allows access. Inlet never sees the password.",
            by_browser=True,
            refreshes=True,
        ),
        FlowRule(
            JWT_BEARER,
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "Certificate (JWT bearer)",
            "An admin uploads Inlet's certificate to an External Client App of the org and allows "
            "one user. Nobody signs in, and nothing expires.",
            needs_user=True,
            needs_certificate=True,
        ),
        FlowRule(
            CLIENT_CREDENTIALS,
            "client_credentials",
            "Client credentials",
            "An External Client App of the org acts as the user that it names under “Run As”.",
            needs_secret=True,
            needs_my_domain=True,
        ),
        FlowRule(
            PASSWORD,
            "password",
            "User name and password (legacy)",
            "Only for older orgs that still permit it. Salesforce blocks it in orgs made since "
            "Summer ’23 and is phasing it out; External Client Apps do not support it.",
            needs_secret=True,
            needs_user=True,
            needs_password=True,
            legacy=True,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody entered. ``login_url`` is a checked origin; secrets are only present or not.

    ``practice``: for a practice org, whose one address is its My Domain as well.
    """

    flow: str
    login_url: str
    has_key: bool
    has_secret: bool = False
    login_user: str = ""
    has_password: bool = False
    practice: bool = False


def problems(wish: Wish) -> dict[str, str]:
    """What stands in the way of this flow, by field: a sentence each; empty when nothing does."""
    rule = FLOWS[wish.flow]
    shared = urlsplit(wish.login_url).hostname in SHARED_HOSTS
    checks = (
        ("login_url", rule.needs_my_domain and shared and not wish.practice, _NEEDS_MY_DOMAIN),
        ("consumer_key", rule.needs_own_app and not wish.has_key, _NEEDS_OWN_APP),
        ("client_secret", rule.needs_secret and not wish.has_secret, "Enter the consumer secret."),
        ("login_user", rule.needs_user and not wish.login_user, "Enter the Salesforce user name."),
        (
            "password",
            rule.needs_password and not wish.has_password,
            "Enter the password, followed by the security token.",
        ),
    )
    return {field: sentence for field, wrong, sentence in checks if wrong}
