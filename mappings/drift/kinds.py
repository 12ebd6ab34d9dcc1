"""The changes that matter, as frozen values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What kind of change it is; labels, order and help texts are none."""

    FIELD_GONE = "field_gone"  # removed, or hidden from the integration user
    FIELD_LOCKED = "field_locked"
    FIELD_TYPE = "field_type"
    FIELD_SHORTER = "field_shorter"
    FIELD_REQUIRED = "field_required"
    FIELD_RESTRICTED = "field_restricted"
    KEY_UNFIT = "key_unfit"  # no external id any more, or not unique
    VALUE_LEFT = "value_left"
    RIGHT_LOST = "right_lost"
    LEADS_HIDDEN = "leads_hidden"
    USER_OFF = "user_off"
    QUEUE_GONE = "queue_gone"
    RULE_ON = "rule_on"
    RULE_OFF = "rule_off"
    RECORD_TYPE = "record_type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. ``subject`` is "Lead.Industry", an object, or the id of a user or queue.

    ``name`` is what people call it. ``value`` is what left, the new length, the right that is
    lost, or the kind of rule ("assignment"). ``refuses``: leads that meet it fail, rather than
    being stored askew.
    """

    kind: ChangeKind
    subject: str
    name: str
    value: str = ""
    refuses: bool = True

    @property
    def sobject(self) -> str:
        """The object of a field's change; the subject itself for others."""
        return self.subject.partition(".")[0]

    @property
    def field(self) -> str:
        """The API name of the field; "" for changes of other things."""
        return self.subject.partition(".")[2]

    @property
    def sentence(self) -> str:
        """What happened, for people."""
        words = {"name": self.name, "value": self.value, "object": self.sobject}
        return _SENTENCES[self.kind].format_map(words)


_SENTENCES = {
    ChangeKind.FIELD_GONE: "{name} on {object} was removed or hidden.",
    ChangeKind.FIELD_LOCKED: "Edit on {name} ({object}) was taken away.",
    ChangeKind.FIELD_TYPE: "{name} on {object} is now of the type {value}.",
    ChangeKind.FIELD_SHORTER: "{name} on {object} now takes only {value} characters.",
    ChangeKind.FIELD_REQUIRED: "{name} on {object} is now required.",
    ChangeKind.FIELD_RESTRICTED: "{name} on {object} now accepts only its own values.",
    ChangeKind.KEY_UNFIT: "{name} on {object} is no longer {value}.",
    ChangeKind.VALUE_LEFT: "“{value}” was removed from {name} on {object}.",
    ChangeKind.RIGHT_LOST: "{value} on {name} was taken away from the integration user.",
    ChangeKind.LEADS_HIDDEN: "Leads of other people are now hidden from the integration user.",
    ChangeKind.USER_OFF: "The user {name} was switched off.",
    ChangeKind.QUEUE_GONE: "The queue {name} was removed, or may no longer own Leads.",
    ChangeKind.RULE_ON: "The {value} rule “{name}” was activated.",
    ChangeKind.RULE_OFF: "The {value} rule “{name}” was switched off.",
    ChangeKind.RECORD_TYPE: "New records of {object} now have the record type {value}.",
}
