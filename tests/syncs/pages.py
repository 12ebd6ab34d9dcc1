"""Every page that can be drawn, with its values: the same world as the mock pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)

from tenants.signup import SignupForm

from .samples import agreement, blueprints, leads, ledgers, many_plans, mapping, others, overview
from .samples import practice as rehearsed
from .samples import settings_of_orgs as orgs
from .samples.world import AGENCY_SHELL, PRACTICE_SHELL, SHELL, on

_MISTAKES = {
    "name": "Maya Okafor",
    "company": "Harbor & Pine",
    "email": "maya@harborpine",
    "password1": "short",
}
_ADDRESSES = (
    SimpleNamespace(email="maya@harborpine.example", primary=True, verified=True),
    SimpleNamespace(email="maya@home.example", primary=False, verified=False),
)


def _with_shell(template: str, page: object, shell: object = SHELL) -> tuple[str, dict[str, Any]]:
    return template, {"page": page, "shell": shell}


def _gate(template: str, **context: Any) -> tuple[str, dict[str, Any]]:
    links = {"signup_url": "/account/signup/", "login_url": "/account/login/"}
    return f"account/{template}.html", links | context


def with_shell() -> dict[str, tuple[str, dict[str, Any]]]:
    """Pages inside the shell, by name: template and context."""
    overview_page, lead_page = "syncs/overview.html", "syncs/lead.html"
    practice, settings = "connections/practice.html", "tenants/settings.html"
    return {
        "overview": _with_shell(overview_page, overview.OVERVIEW),
        "overview-quiet": _with_shell(overview_page, overview.QUIET, replace(SHELL, waiting=0)),
        "overview-ended": _with_shell(overview_page, overview.ENDED),
        "overview-unanswered": _with_shell(overview_page, overview.UNANSWERED),
        "overview-unaccounted": _with_shell(overview_page, overview.UNACCOUNTED),
        "overview-well": _with_shell(overview_page, overview.WELL, replace(SHELL, waiting=0)),
        "first-run": _with_shell("syncs/first_run.html", overview.FIRST_RUN, overview.FIRST_SHELL),
        "first-run-again": _with_shell(
            "syncs/first_run.html", overview.FIRST_RUN_AGAIN, overview.FIRST_SHELL
        ),
        "leads": _with_shell("syncs/leads.html", leads.LEADS, on("leads")),
        "leads-no-match": _with_shell("syncs/leads.html", leads.NO_MATCH, on("leads")),
        "leads-none": _with_shell("syncs/leads.html", leads.NO_LEADS, on("leads")),
        "lead": _with_shell(lead_page, leads.PRIYA, on("leads")),
        "lead-pending": _with_shell(lead_page, leads.PENDING, on("leads")),
        "lead-failed": _with_shell(lead_page, leads.FAILED, on("leads")),
        "lead-held": _with_shell(lead_page, leads.HELD, on("leads")),
        **{
            f"ledger-{place}": _with_shell("syncs/ledger.html", page)
            for place, page in enumerate(ledgers.PAGES)
        },
        "practice": _with_shell(practice, others.PRACTICE, PRACTICE_SHELL),
        "practice-empty": _with_shell(practice, others.PRACTICE_EMPTY, PRACTICE_SHELL),
        **_practice_pages(),
        **_org_pages(),
        **_mapping_pages(),
        **_blueprint_pages(),
        "keys": _with_shell(settings, others.KEYS, on("settings")),
        "keys-none": _with_shell(settings, others.NO_KEYS, on("settings")),
        "members": _with_shell(settings, others.MEMBERS, on("settings")),
        "key-shown": _with_shell("tenants/key_shown.html", others.KEY_SHOWN, on("settings")),
        "clients": _with_shell("syncs/clients.html", others.CLIENTS_PAGE, AGENCY_SHELL),
        "clients-none": _with_shell(
            "syncs/clients.html",
            replace(others.CLIENTS_PAGE, rows=(), q="Acme"),
            replace(AGENCY_SHELL, clients=()),
        ),
    }


def _practice_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """The practice org beside its list."""
    drawn = {
        "record": (rehearsed.RECORD, rehearsed.RECORD_DELETED, rehearsed.RECORD_READ),
        "form": (rehearsed.FORM, rehearsed.FORM_NEW),
        "merge": (rehearsed.MERGE, replace(rehearsed.MERGE, others=())),
        "login": (rehearsed.LOGIN, rehearsed.LOGIN_USER),
        "twice": (rehearsed.TWINS, rehearsed.NO_TWINS),
        "field": (rehearsed.FIELD, rehearsed.FIELD_TEXT),
        "setup": (
            rehearsed.SETUP, rehearsed.SETUP_NONE, rehearsed.SETUP_RIGHTS, rehearsed.SETUP_RULES,
            rehearsed.SETUP_APP, rehearsed.SETUP_FAULTS,
        ),
    }  # fmt: skip
    return {
        f"practice-{name}-{place}": _with_shell(
            f"connections/practice_{name}.html", page, PRACTICE_SHELL
        )
        for name, pages in drawn.items()
        for place, page in enumerate(pages)
    }


def _org_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Everything about connecting an org and its settings."""
    drawn = {
        "checklist": (
            orgs.CHECKLIST, orgs.CHECKLIST_GREEN, orgs.CHECKLIST_NEW, orgs.CHECKLIST_UNCHECKED,
            orgs.CHECKLIST_RUNNING, orgs.CHECKLIST_ENDED, orgs.CHECKLIST_BLOCKED,
            orgs.CHECKLIST_READ_ONLY,
        ),
        "fix": (orgs.FIX_CHOICE, orgs.FIX_TYPED),
        "asked": (orgs.ASKED, replace(orgs.ASKED, is_sent=True)),
        "connect": (orgs.CONNECT, orgs.CONNECT_MISTAKE),
        "way": (orgs.WAY, orgs.WAY_JWT),
        "rehearse": (orgs.REHEARSAL,),
        "connection": (
            orgs.CONNECTION, orgs.CONNECTION_JWT, orgs.CONNECTION_MOVED, orgs.CONNECTION_PRACTICE,
        ),
    }  # fmt: skip
    return {
        f"{name}-{place}": _with_shell(f"connections/{name}.html", page, on("salesforce"))
        for name, pages in drawn.items()
        for place, page in enumerate(pages)
    }


def _mapping_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """The mapping editor and the pages beside it."""
    editor = (mapping.EDITOR, mapping.OPEN, mapping.ADDING, mapping.READ, mapping.NEW)
    drawn = {
        "list": (mapping.LIST, replace(mapping.LIST, rows=())),
        "editor": editor,
        "plan": mapping.PLANS,
        "plan_many": many_plans.FORMS,
        "plan_run": many_plans.RUNS,
        "suggest": mapping.SUGGESTIONS,
        "ownership": mapping.OWNERSHIPS,
        **agreement.PAGES,
    }
    pages = {
        f"mapping-{name}-{place}": _with_shell(f"mappings/{name}.html", page, on("mapping"))
        for name, found in drawn.items()
        for place, page in enumerate(found)
    }
    plans = {
        f"lead-plan-{place}": _with_shell("syncs/lead_plan.html", page, on("leads"))
        for place, page in enumerate(mapping.LEAD_PLANS)
    }
    return pages | plans


def _blueprint_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Blueprints, their promotions, and the configuration as a file."""
    agency = replace(AGENCY_SHELL, current="blueprints", has_blueprints=True)
    drawn = (
        ("mappings/blueprints.html", blueprints.LISTS, agency),
        ("mappings/blueprint.html", blueprints.PAGES, agency),
        ("mappings/promotion.html", blueprints.PROMOTIONS, agency),
        ("tenants/configuration.html", blueprints.CONFIGURATIONS, on("settings")),
    )
    return {
        f"{template.rpartition('/')[2].removesuffix('.html')}-{place}": _with_shell(
            template, page, shell
        )
        for template, pages, shell in drawn
        for place, page in enumerate(pages)
    }


def _guest_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """An admin link, as whoever holds it sees it."""
    org = SimpleNamespace(
        org_name="Solvane Energy Ltd", display_name="Inlet Integration", username="i@s.example"
    )
    over = [replace(orgs.GUEST, state=state) for state in ("used", "revoked", "expired")]
    unseen = [orgs.GUEST, orgs.GUEST_NEW, orgs.GUEST_FIELDS, orgs.GUEST_JWT, *over]
    trouble = replace(orgs.BLANK, trouble="Salesforce did not answer.", tried_at=orgs.LISTED.at)
    seen = [orgs.LISTED, orgs.CHECKLIST_GREEN.checklist, orgs.BLANK, trouble]
    pairs = [(page, None) for page in unseen] + [(orgs.GUEST_DONE, one) for one in seen]
    return {
        f"guest-{place}": (
            "connections/admin_link.html",
            {"page": page, "listed": listed, "now": others.NOW, "org": org},
        )
        for place, (page, listed) in enumerate(pairs)
    }


def without_shell() -> dict[str, tuple[str, dict[str, Any]]]:
    """Pages before anybody is known, by name: template and context."""
    token = SimpleNamespace(key="abc", email_address=_ADDRESSES[1])
    invitation, later = others.INVITATION, others.NOW + timedelta(days=1)
    found = {
        "sign-in": _gate("login", form=LoginForm()),
        "sign-in-refused": _gate("login", form=LoginForm({"login": "", "password": ""})),
        "sign-up": _gate("signup", form=SignupForm()),
        "sign-up-mistakes": _gate("signup", form=SignupForm(_MISTAKES)),
        "sign-up-closed": _gate("signup_closed"),
        "sign-out": _gate("logout"),
        "reset": _gate("password_reset", form=ResetPasswordForm()),
        "reset-done": _gate("password_reset_done"),
        "reset-form": _gate("password_reset_from_key", form=ResetPasswordKeyForm(), action_url="/"),
        "reset-stale": _gate("password_reset_from_key", token_fail=True),
        "reset-saved": _gate("password_reset_from_key_done"),
        "password": _gate("password_change", form=ChangePasswordForm()),
        "reauthenticate": _gate("reauthenticate", form=ReauthenticateForm(user=None)),
        "email": _gate("email", form=AddEmailForm(), can_add_email=True, emailaddresses=_ADDRESSES),
        "email-confirm": _gate("email_confirm", confirmation=token, can_confirm=True),
        "email-taken": _gate("email_confirm", confirmation=token, email="maya@home.example"),
        "email-stale": _gate("email_confirm"),
        "verification-sent": _gate("verification_sent"),
        "verified-required": _gate("verified_email_required"),
        "inactive": _gate("account_inactive"),
        "no-client": ("tenants/no_client.html", {}),
        "no-client-mistake": ("tenants/no_client.html", {"error": "Give it a name.", "typed": ""}),
        "mail": ("tenants/mail.html", {"page": others.MAILS}),
        "mail-none": ("tenants/mail.html", {"page": replace(others.MAILS, mails=(), opened=None)}),
    }
    for state, you in (("open", ""), ("open", "ines@harborpine.example"), ("used", "x@y.example")):
        page = replace(invitation, state=state, signed_in_as=you, expires_at=later)
        found[f"invitation-{state}-{len(you)}"] = ("tenants/invitation.html", {"page": page})
    other = replace(invitation, state="other_person", signed_in_as="maya@harborpine.example")
    found["invitation-other"] = ("tenants/invitation.html", {"page": other})
    found |= _guest_pages()
    found["leaving"] = ("connections/leaving.html", {"address": "https://login.salesforce.com/"})
    codes = ("400", "403", "403_csrf", "404", "429", "500")
    return found | {f"error-{code}": (f"{code}.html", {}) for code in codes}
