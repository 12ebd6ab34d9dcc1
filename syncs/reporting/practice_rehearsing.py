"""What the practice page says beside the records: switches, twins, and one's own code."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connections.practice_switches import (
    LOST_ANSWERS,
    NO_EDIT,
    NO_OWNER,
    NO_SESSION,
    NO_VALUE,
    SLOWED,
    VALUE_FIELD,
    Switch,
)
from connections.practice_view import Double, Doubles, OrgView
from syncs.page_values import Fact
from syncs.page_values.practice import (
    LoginChoice,
    Misbehaving,
    OwnCode,
    PracticeLoginPage,
    SwitchRow,
    TwinGroup,
    TwinRow,
    TwinsPage,
)

_VERSIONS = "v58.0 – v66.0"
_SHOWN_TWINS = 5


def misbehaving(found: tuple[Switch, ...], *, can_edit: bool, note: str = "") -> Misbehaving:
    """The card of the switches; no read."""
    return Misbehaving(tuple(_row(one) for one in found), note, can_edit)


def _row(one: Switch) -> SwitchRow:
    titles = {
        NO_VALUE: _("Take “%(thing)s” out of the %(field)s picklist"),
        NO_OWNER: _("Switch the owner %(thing)s off"),
        NO_EDIT: _("Remove edit access to one field"),
        LOST_ANSWERS: _("Lose every fifth answer after the write"),
        SLOWED: _("Make each Lead take %(thing)s ms to save"),
        NO_SESSION: _("End the session now"),
    }
    told = {
        NO_VALUE: _("The next lead with it fails, and Repair shows how to map it."),
        NO_OWNER: _("Leads routed to this person are held."),
        NO_EDIT: _("%(thing)s. The checklist turns red."),
        LOST_ANSWERS: _("Shows that nobody is created twice."),
        SLOWED: _("As where triggers and flows run. Inlet sends fewer at a time."),
        NO_SESSION: _("Inlet stops, keeps the leads, and asks you to reconnect."),
    }
    about = {"thing": one.thing, "field": VALUE_FIELD}
    return SwitchRow(
        one.name, titles[one.name] % about, told[one.name] % about, one.is_on, one.lasts
    )


def switched_words(one: Switch, *, on: bool) -> str:
    """What is so, once a switch has been set."""
    words = {
        NO_VALUE: (
            _("“%(thing)s” is out of the %(field)s picklist."),
            _("“%(thing)s” is back in the %(field)s picklist."),
        ),
        NO_OWNER: (_("%(thing)s is switched off."), _("%(thing)s is active again.")),
        NO_EDIT: (_("Inlet may only read %(thing)s."), _("Inlet may edit %(thing)s again.")),
        LOST_ANSWERS: (
            _("Every fifth answer to a write gets lost from now on."),
            _("Answers arrive again."),
        ),
        SLOWED: (
            _("Each Lead takes %(thing)s ms to save from now on."),
            _("Leads are saved at once again."),
        ),
        NO_SESSION: (_("The session has ended. Inlet has to sign in again."), ""),
    }
    return words[one.name][0 if on else 1] % {"thing": one.thing, "field": VALUE_FIELD}


def twins_page(found: Doubles) -> TwinsPage:
    """People who exist twice, the first of them, and how many there are; no read."""
    seen: set[frozenset[str]] = set()
    groups = []
    for double in found.first:
        ids = frozenset(one.id for one in double.records)
        if ids not in seen:
            seen.add(ids)
            groups.append(_group(double))
    told = ngettext(
        "%(count)d person has more than one record.",
        "%(count)d people have more than one record.",
        len(groups),
    )
    return TwinsPage(tuple(groups[:_SHOWN_TWINS]), told % {"count": len(groups)})


def _group(double: Double) -> TwinGroup:
    shared = {
        "external id": _("same external id: %(key)s"),
        "e-mail": _("same e-mail: %(key)s"),
        "name and company": _("same name and company: %(key)s"),
    }
    records = tuple(
        TwinRow(one.sobject, one.id, one.name or one.id, f"{one.sobject}, {one.owner}")
        for one in double.records
    )
    return TwinGroup(shared[double.by] % {"key": double.key}, records)


def own_code(view: OrgView, *, can_edit: bool) -> OwnCode:
    """What another client of Salesforce needs to log in here; no read."""
    facts = (
        Fact(_("Address"), settings.PRACTICE_URL, is_code=True),
        Fact(_("User"), view.username, is_code=True),
        Fact(_("API"), _VERSIONS),
    )
    logins = (
        LoginChoice("", _("An app, without a person")),
        *(LoginChoice(user.username, f"{user.name}, {user.profile}") for user in view.people()),
    )
    return OwnCode(facts, code_example("KEY", "SECRET"), logins if can_edit else ())


def code_example(key: str, secret: str) -> str:
    """Logging in with an app's key and secret, and a first query, for a shell."""
    return (
        f"ORG={settings.PRACTICE_URL}\n"
        "curl $ORG/services/oauth2/token \\\n"
        "  -d grant_type=client_credentials \\\n"
        f"  -d client_id={key} \\\n"
        f"  -d client_secret={secret}\n"
        "\n"
        "TOKEN=…  # its access_token\n"
        "curl -G $ORG/services/data/v62.0/query \\\n"
        '  -H "Authorization: Bearer $TOKEN" \\\n'
        "  -d q=SELECT+Id,Name+FROM+Lead+LIMIT+5\n"
    )


def app_login(key: str, secret: str) -> PracticeLoginPage:
    """An app's key and secret, shown once."""
    return PracticeLoginPage(
        _("An app of your own"),
        (
            Fact(_("Address"), settings.PRACTICE_URL, is_code=True),
            Fact(_("Consumer key"), key, is_code=True),
            Fact(_("Consumer secret"), secret, is_code=True),
        ),
        _("It acts as the integration user. The one made before, if any, has ended."),
        code_example(key, secret),
    )


def user_login(name: str, *, username: str, password: str, token: str) -> PracticeLoginPage:
    """A user's new password and security token, shown once."""
    return PracticeLoginPage(
        name,
        (
            Fact(_("Address"), settings.PRACTICE_URL, is_code=True),
            Fact(_("User"), username, is_code=True),
            Fact(_("Password"), password, is_code=True),
            Fact(_("Security token"), token, is_code=True),
        ),
        _(
            "The password before it has ended; sessions stay. It works at the org’s own sign-in "
            "page. Clients that log in with a password need “SOAP login” or “Password flow” "
            "switched on, in the set-up under App."
        ),
    )
