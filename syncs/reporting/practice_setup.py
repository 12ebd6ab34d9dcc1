"""The practice org's set-up as its pages show it, and what its forms ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connections.practice_setup import (
    CATALOGUE,
    PERSONALITIES,
    Difference,
    FieldView,
    ObjectView,
    SetupView,
    Workshop,
)
from syncs.page_values.practice_setup import (
    Button,
    Differs,
    FieldPage,
    Option,
    PracticeSetupPage,
    SetupGroup,
    SetupTab,
    Tab,
    ValueLine,
)
from tenants.models import Tenant

from .filters import plain
from .practice_buttons import back_button, button_of
from .practice_rules import app_groups, faults_tab, rule_groups
from .practice_tabs import fields_tab, people_groups, rights_tab
from .practice_words import differs_words, kind_words, type_words

_LISTS = {"string", "textarea"}


def read_tab(name: str) -> Tab | None:
    """The tab of this name, if there is one."""
    return cast(Tab, name) if name in get_args(Tab) else None


def setup_page(
    tenant: Tenant, workshop: Workshop, tab: Tab, *, given: Mapping[str, str], can_edit: bool
) -> PracticeSetupPage:
    """The page with a tab open; four reads."""
    setup, faults = workshop.setup(), workshop.faults()
    differs = tuple(_differs(setup, one) for one in workshop.differences())
    words, fields = kind_words(), None
    here = reverse("practice-setup-tab", args=[tenant.slug, tab])
    if tab == "fields":
        fields = fields_tab(setup, given.get("object", "Lead"), plain(given.get("q", "")))
    return PracticeSetupPage(
        here=here,
        tab=tab,
        tabs=_tabs(setup, len(faults)),
        sentence=_sentence(len(differs)),
        differs=differs,
        kind=workshop.personality,
        kinds=tuple(Option(name, words.get(name, name)) for name in PERSONALITIES),
        kind_told=words.get(workshop.personality, workshop.personality),
        fields=fields,
        rights=rights_tab(setup) if tab == "rights" else None,
        faults=faults_tab(faults) if tab == "faults" else None,
        groups=_groups(workshop, setup, tab),
        session_minutes=_session_minutes(workshop) if tab == "app" else 0,
        obstacles=_obstacles() if tab == "rules" else (),
        can_edit=can_edit,
    )


def _obstacles() -> tuple[str, ...]:
    """The kinds of automation that can stand in a save’s way."""
    told = {one.name: one.choices for one in CATALOGUE["add_automation"].parameters}
    return told["kind"]


def _groups(workshop: Workshop, setup: SetupView, tab: Tab) -> tuple[SetupGroup, ...]:
    if tab == "people":
        return people_groups(setup, workshop.access())
    if tab == "rules":
        return rule_groups(setup, workshop.switches())
    return app_groups(setup, workshop.access()) if tab == "app" else ()


def _session_minutes(workshop: Workshop) -> int:
    access = workshop.access()
    return access.apps[0].session_minutes or access.session_minutes


def _tabs(setup: SetupView, faults: int) -> tuple[SetupTab, ...]:
    return (
        SetupTab("fields", _("Fields"), sum(len(one.fields) for one in setup.objects[:1])),
        SetupTab("rights", _("Rights")),
        SetupTab("people", _("Users and queues"), len(setup.users) + len(setup.queues)),
        SetupTab("rules", _("Rules"), len(setup.rules)),
        SetupTab("app", _("App")),
        SetupTab("faults", _("Faults"), faults),
    )


def _sentence(count: int) -> str:
    if not count:
        return _("What an admin would find under Setup. Everything is as on the first day.")
    told = ngettext(
        "What an admin would find under Setup. %(count)d thing differs from the first day.",
        "What an admin would find under Setup. %(count)d things differ from the first day.",
        count,
    )
    return told % {"count": count}


def _differs(setup: SetupView, one: Difference) -> Differs:
    found = _field(setup, one.sobject, one.field) if one.field else None
    thing = found[1].label if found else one.thing.replace("_", " ")
    return Differs(thing, differs_words(one), back_button(one, thing))


def _field(setup: SetupView, sobject: str, name: str) -> tuple[ObjectView, FieldView] | None:
    for kind in setup.objects:
        for one in kind.fields:
            if (kind.name, one.name) == (sobject, name):
                return kind, one
    return None


def field_page(
    tenant: Tenant, setup: SetupView, sobject: str, *, name: str, can_edit: bool
) -> FieldPage | None:
    """One field, to be changed; None when there is none. No read."""
    found = _field(setup, sobject, name)
    if found is None:
        return None
    field = found[1]
    about: dict[str, object] = {"sobject": sobject, "field": name}
    label = _("Make it optional") if field.required else _("Make it required")
    is_picklist = field.type == "picklist"
    return FieldPage(
        here=reverse("practice-setup-field", args=[tenant.slug, sobject, name]),
        sobject=sobject,
        name=name,
        label=field.label,
        type=type_words(field),
        access=field.access,
        others=field.others,
        required=field.required,
        require=button_of("require_field", label, {**about, "required": not field.required}),
        values=tuple(_value_line(about, one) for one in field.values),
        is_picklist=is_picklist,
        restrict=_restrict(about, field) if is_picklist else None,
        remove=button_of("remove_field", _("Remove the field"), about) if field.custom else None,
        length=field.length if field.type in _LISTS and field.length <= 255 else 0,
        can_edit=can_edit,
    )


def _restrict(about: dict[str, object], field: FieldView) -> Button:
    label = _("Take any value") if field.restricted else _("Take its own values only")
    return button_of("restrict_picklist", label, {**about, "restricted": not field.restricted})


def _value_line(about: dict[str, object], entry: tuple[str, bool]) -> ValueLine:
    value, active = entry
    one = {**about, "value": value}
    label = _("Switch off") if active else _("Switch on")
    switch = button_of("set_picklist_value", label, {**one, "active": not active}, about=value)
    return ValueLine(
        value, active, switch, button_of("drop_picklist_value", _("Drop"), one, about=value)
    )
