"""The tabs of the practice org's set-up about fields, rights and people."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from connections.practice_setup import (
    OBJECT_RIGHTS,
    SYSTEM_PERMISSIONS,
    Access,
    FieldView,
    ObjectView,
    SetupView,
    UserView,
)
from syncs.page_values.practice_setup import (
    FieldLine,
    FieldsTab,
    Option,
    RightCell,
    RightLine,
    RightsTab,
    SetupGroup,
    SetupRow,
)

from .practice_buttons import button_of
from .practice_words import (
    may_words,
    right_words,
    rule_words,
    sharing_words,
    type_words,
    values_off,
)


def fields_tab(setup: SetupView, sobject: str, q: str) -> FieldsTab:
    """The fields of an object whose label or name holds `q`."""
    shown = next((one for one in setup.objects if one.name == sobject), setup.objects[0])
    wanted = q.lower()
    return FieldsTab(
        sobject=shown.name,
        objects=tuple(Option(one.name, one.label) for one in setup.objects),
        q=q,
        lines=tuple(
            _field_line(one)
            for one in shown.fields
            if wanted in one.label.lower() or wanted in one.name.lower()
        ),
    )


def _field_line(field: FieldView) -> FieldLine:
    is_narrowed = field.access != "edit" and "edit" in {access for _, access in field.others}
    may = may_words(field.access)
    return FieldLine(
        name=field.name,
        label=field.label,
        type=type_words(field),
        may="" if is_narrowed else may,
        may_chip=may if is_narrowed else "",
        rule=rule_words(field),
        rule_chip=values_off(field),
    )


def rights_tab(setup: SetupView) -> RightsTab:
    """What Inlet may with each object, and its permissions of the system."""
    words = right_words()
    held = set(setup.system_permissions)
    rows = tuple(
        SetupRow(
            name,
            chip="" if name in held else _("not granted"),
            buttons=(
                button_of(
                    "set_system_permission",
                    _("Revoke") if name in held else _("Grant"),
                    {"permission": name, "granted": name not in held},
                    about=name,
                ),
            ),
        )
        for name in sorted(SYSTEM_PERMISSIONS, key=lambda one: one not in held)
    )
    about = _("What a profile or permission set grants Inlet’s user beyond objects and fields.")
    return RightsTab(
        tuple(words[one] for one in OBJECT_RIGHTS),
        tuple(_right_line(one, words) for one in setup.objects),
        SetupGroup("permissions", _("System permissions"), about, rows),
    )


def _right_line(one: ObjectView, words: Mapping[str, str]) -> RightLine:
    cells = tuple(
        RightCell(
            words[right],
            right in one.rights,
            button_of(
                "set_object_right",
                f"{words[right]}: {one.label}",
                {"sobject": one.name, "right": right, "granted": right not in one.rights},
            ),
        )
        for right in OBJECT_RIGHTS
    )
    return RightLine(one.label, one.name, cells, sharing_words(one.sharing))


def people_groups(setup: SetupView, access: Access) -> tuple[SetupGroup, ...]:
    """Users and queues."""
    queues = tuple(
        SetupRow(one.name, ", ".join(one.members) or _("no members"), ", ".join(one.sobjects))
        for one in setup.queues
    )
    return (
        SetupGroup(
            "users",
            _("Users"),
            _("Somebody switched off owns no new records. Somebody frozen can’t log in."),
            tuple(_user_row(one, access) for one in setup.users),
        ),
        SetupGroup("queues", _("Queues"), _("They may own records in a person’s place."), queues),
    )


def _user_row(one: UserView, access: Access) -> SetupRow:
    frozen = access.of_user(one.id).frozen
    marks = [
        (one.is_inlet, _("Inlet")),
        (not one.active, _("switched off")),
        (frozen, _("frozen")),
    ]
    switch, freeze = (
        button_of(
            "set_user_active",
            _("Switch off") if one.active else _("Switch on"),
            {"user": one.username, "active": not one.active},
            about=one.name,
        ),
        button_of(
            "set_frozen",
            _("Thaw") if frozen else _("Freeze"),
            {"user_id": one.id, "frozen": not frozen},
            about=one.name,
        ),
    )
    return SetupRow(
        one.name,
        ", ".join([one.profile, *one.sets]),
        one.username,
        ", ".join(word for is_so, word in marks if is_so),
        (switch, freeze),
    )
