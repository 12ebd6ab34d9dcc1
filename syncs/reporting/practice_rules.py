"""The tabs of the practice org's set-up about rules, apps and faults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from connections.practice_setup import (
    FLOWS,
    WORDS,
    Access,
    FaultLine,
    RuleView,
    SetupView,
)
from syncs.page_values.practice_setup import (
    Button,
    FaultRow,
    FaultsTab,
    Option,
    SetupGroup,
    SetupRow,
)

from .practice_buttons import button_of, on_off
from .practice_words import fault_words, flow_words, policy_words, switch_words


def rule_groups(setup: SetupView, switches: Mapping[str, bool]) -> tuple[SetupGroup, ...]:
    """Rules of each kind, and how the org behaves."""
    kinds = {
        "assignment": (_("Assignment rules"), _("Who gets a new Lead.")),
        "duplicate": (_("Duplicate rules"), _("What happens to somebody who is there already.")),
        "validation": (_("Validation rules"), _("What a record has to fulfil.")),
        "automation": (_("Triggers, flows and locks"), _("What else stands in a save’s way.")),
    }
    groups = tuple(
        SetupGroup(kind, *told, tuple(_rule_row(one) for one in setup.rules if one.kind == kind))
        for kind, told in kinds.items()
    )
    words = switch_words()
    rows = tuple(
        on_off(words[name], "set_switch", "on", on=on, switch=name)
        for name, on in switches.items()
        if name in words
    )
    about = _("Orgs differ in these; so does what Inlet meets.")
    return (*groups, SetupGroup("behaviour", _("How the org behaves"), about, rows))


def _rule_row(one: RuleView) -> SetupRow:
    told = f"{one.sobject}: {one.told}" if one.told else one.sobject
    chip = "" if one.active else _("off")
    return SetupRow(one.name, told, "", chip, tuple(_rule_buttons(one)))


def _rule_buttons(one: RuleView) -> Iterable[Button]:
    label = _("Switch off") if one.active else _("Switch on")
    wanted = {"active": not one.active}
    if one.kind == "automation":
        yield button_of("remove_automation", _("Remove"), {"name": one.name}, about=one.name)
    elif one.kind == "validation":
        wish = {**wanted, "name": one.name}
        yield button_of("set_validation_rule", label, wish, about=one.name)
    elif one.kind == "assignment":
        yield button_of("set_assignment_rule", label, wanted, about=one.name)
    else:
        yield from _duplicate_buttons(one, label)


def _duplicate_buttons(one: RuleView, label: str) -> Iterable[Button]:
    about: dict[str, object] = {"sobject": one.sobject, "active": not one.active}
    yield button_of("set_duplicate_rule", label, about, about=one.name)
    actions = {
        "block": _("Let it block"),
        "alert": _("Let it alert"),
        "report": _("Let it only report"),
    }
    for action, words in actions.items():
        if one.active and action != one.told:
            wish = {**about, "active": True, "action": action}
            yield button_of("set_duplicate_rule", words, wish, about=one.name)


def app_groups(setup: SetupView, access: Access) -> tuple[SetupGroup, ...]:
    """Each app and what it may, and what holds for every login."""
    org = (
        on_off(_("SOAP login()"), "set_policy", "soap_login", on=access.soap_login),
        on_off(_("Password flow"), "set_policy", "password_flow", on=access.password_flow),
        on_off(_("The org is active"), "set_policy", "org_active", on=access.org_active),
    )
    groups = tuple(
        SetupGroup(
            f"app-{number}",
            one.name,
            _("Refresh tokens live %(how)s.") % {"how": policy_words(one.refresh_policy)},
            tuple(_app_rows(access, one.consumer_key)),
        )
        for number, one in enumerate(setup.apps, start=1)
    )
    about = _("Real orgs have the first two switched off.")
    return (*groups, SetupGroup("logins", _("Logins"), about, org))


def _app_rows(access: Access, key: str) -> Iterable[SetupRow]:
    app = access.app(key)
    if app is None:
        return
    words = flow_words()
    title = _("Installed in the org")
    yield on_off(title, "set_installed", "installed", on=app.installed, key=key)
    for flow in FLOWS:
        yield on_off(words[flow], "set_flow", "enabled", on=flow in app.flows, key=key, flow=flow)
    yield on_off(
        _("A refresh token is replaced each time it is used"),
        "set_rotation",
        "rotates",
        on=bool(app.rotates),
        off=_("as the org") if app.rotates is None else "",
        key=key,
    )


def faults_tab(lines: Sequence[FaultLine]) -> FaultsTab:
    """What goes wrong on purpose, and what can."""
    words, routes = fault_words(), WORDS
    return FaultsTab(
        tuple(
            FaultRow(
                str(one.id),
                one.fault.label or words.get(one.fault.kind, one.fault.kind),
                _fault_told(one, words),
                _("%(fired)d of %(matched)d calls so far")
                % {"fired": one.fired, "matched": one.matched},
                one.is_on,
            )
            for one in lines
        ),
        tuple(Option(name, label) for name, label in words.items()),
        tuple(Option(name, label) for name, label in routes.items()),
    )


def _fault_told(one: FaultLine, words: Mapping[str, str]) -> str:
    fault = one.fault
    told = [
        (fault.label, words.get(fault.kind, fault.kind)),
        (True, WORDS.get(fault.route, fault.route)),
        (fault.every > 1, _("1 call in %(count)d") % {"count": fault.every}),
        (fault.probability < 1, f"{fault.probability:.0%}"),
        (fault.limit, _("at most %(count)d times") % {"count": fault.limit}),
        (fault.seconds, _("%(count)g s") % {"count": fault.seconds}),
        (fault.seed, _("seed %(seed)d") % {"seed": fault.seed}),
    ]
    return ", ".join(word for is_so, word in told if is_so)
