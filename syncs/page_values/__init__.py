"""What each page shows: one frozen value per page, filled by its view and drawn by its template.

Pure. A template gets two values, `shell` (Shell) and `page` (the page's own value), and asks
for nothing else; pages without a shell (sign-in, errors, an invitation, mail) get `page` only.
Times are aware datetimes; templates print them in the zone in force. Pages keep `now` beside
them, so that "3 min ago" is the same sentence each time one value is drawn.
"""

from __future__ import annotations

from .clients import ClientRow, ClientsPage
from .code import Piece, json_pieces
from .first_run import FirstRunPage, curl_pieces
from .lead import Answer, FieldRow, LeadPage, StoryStep, TimelineItem, Trouble, Who
from .leads import LeadRow, LeadsPage, LeadTab
from .ledger import Ledger
from .mail import Mail, MailPage
from .overview import ApiCalls, Need, OverviewPage, SourceRow, Speed
from .practice import CallRow, ObjectTab, PracticePage, RecordRow
from .practice_record import PracticeRecordPage, RecordValue
from .settings import (
    InvitationPage,
    InvitationRow,
    KeyRow,
    KeyShownPage,
    MemberRow,
    RoleChoice,
    SettingsPage,
)
from .shell import Choice, ClientLink, Environment, Fact, Live, Pager, Shell

__all__ = [
    "Answer",
    "ApiCalls",
    "CallRow",
    "Choice",
    "ClientLink",
    "ClientRow",
    "ClientsPage",
    "Environment",
    "Fact",
    "FieldRow",
    "FirstRunPage",
    "InvitationPage",
    "InvitationRow",
    "KeyRow",
    "KeyShownPage",
    "LeadPage",
    "LeadRow",
    "LeadTab",
    "LeadsPage",
    "Ledger",
    "Live",
    "Mail",
    "MailPage",
    "MemberRow",
    "Need",
    "ObjectTab",
    "OverviewPage",
    "Pager",
    "Piece",
    "PracticePage",
    "PracticeRecordPage",
    "RecordRow",
    "RecordValue",
    "RoleChoice",
    "SettingsPage",
    "Shell",
    "SourceRow",
    "Speed",
    "StoryStep",
    "TimelineItem",
    "Trouble",
    "Who",
    "curl_pieces",
    "json_pieces",
]
