"""The Web-to-Lead servlet: forms become Leads, and nobody is told when they don't (facts 11).

Salesforce works the forms after it has answered; here it happens before, to be seen at once.
"""

from __future__ import annotations

import codecs
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone
from django.utils.html import escape

from tenants import walls

from .models import PracticeWrite
from .rules.headers import DuplicateOptions
from .rules.refusals import Refusal
from .rules.stamps import to_second
from .rules.web_forms import MOST_A_DAY, WebForm
from .store.calls import Asked, keep_call
from .store.oracle import WEB
from .store.orgs import Session, take_serial
from .store.places import Place, find_place
from .store.saves import Options, Save
from .store.saving import save_all
from .store.setups import setup_of

_ORG_KEY = 15
# Nobody can be asked, so that an alert stops nothing; a block does.
_OPTIONS = Options(assign="TRUE", duplicates=DuplicateOptions(allow_save=True))
_FULL = Refusal("LIMIT_EXCEEDED", f"{MOST_A_DAY} leads came from the web in the last 24 hours")
_NOBODY = Refusal("INACTIVE_OWNER_OR_USER", "the default lead creator is not active")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a form; only the log of calls tells it."""

    session: Session
    refusals: tuple[Refusal, ...] = ()

    @property
    def sentence(self) -> str:
        """In the words of the log."""
        first = next(iter(self.refusals), None)
        return f"Web form: no Lead, {first.message}" if first else "Web form: create 1 Lead"


def web_to_lead(request: HttpRequest) -> HttpResponse:
    """POST /servlet/servlet.WebToLead: always 200 and a page that leads on to `retURL`.

    `Is-Processed` is "true" unless there is no such org. No call of the API is counted.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    started, form = perf_counter(), _read(request)
    place = find_place((form.said("oid") or request.GET.get("orgId", ""))[:_ORG_KEY])
    if place is None:
        return _page(form, processed="Exception: no organization with this oid")
    outcome = _worked(place, form)
    _log(request, outcome, ms=round((perf_counter() - started) * 1000))
    return _page(form, processed="true")


def _read(request: HttpRequest) -> WebForm:
    try:
        request.encoding = codecs.lookup(request.GET.get("encoding", "UTF-8")).name
    except LookupError:
        request.encoding = "utf-8"
    sent = request.POST.lists()
    return WebForm({name: [str(value) for value in values] for name, values in sent})


def _worked(place: Place, form: WebForm) -> _Outcome:
    with walls.inside(place.tenant_id):
        # Its lock also makes the day's count exact.
        org = take_serial(place.org_pk)
        setup = setup_of(org)
        creator = setup.users_by_id[setup.default_lead_owner]
        now = to_second(timezone.now())
        session = Session(org, setup, creator, org.serial, now, source=WEB)
        if not creator.active:
            return _Outcome(session, (_NOBODY,))
        if _taken_today(session) >= MOST_A_DAY:
            return _Outcome(session, (_FULL,))
        return _Outcome(session, _saved(session, form))


def _taken_today(session: Session) -> int:
    since = session.now - timedelta(hours=24)
    made = PracticeWrite.objects.filter(
        org=session.org, id__gte=_first_id(since), source=WEB, sobject="Lead", operation="create"
    )
    return made.filter(at__gt=since).count()


def _first_id(moment: datetime) -> uuid.UUID:
    """The smallest id that a write of this moment can have: it begins with the milliseconds."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << 80)


def _saved(session: Session, form: WebForm) -> tuple[Refusal, ...]:
    lead = session.setup.objects["Lead"]
    save = Save(lead, form.lead(lead, session.setup.org_id))
    (saved,) = save_all(session, [save], _OPTIONS)
    if saved.id and form.said("Campaign_ID"):
        _join(session, form, saved.id)
    return saved.refusals


def _join(session: Session, form: WebForm, lead_id: str) -> None:
    """Add the Lead to the campaign; one that there isn't is passed over."""
    status = form.said("member_status")
    member = {"CampaignId": form.said("Campaign_ID"), "LeadId": lead_id}
    more = {"Status": status} if status else {}
    save_all(session, [Save(session.setup.objects["CampaignMember"], member | more)], _OPTIONS)


def _log(request: HttpRequest, outcome: _Outcome, *, ms: int) -> None:
    asked = Asked(
        at=timezone.now(),
        method="POST",
        path=request.path,
        sentence=outcome.sentence,
        status=200,
        refusal=outcome.refusals[0].code if outcome.refusals else "",
        ms=ms,
        leads=0 if outcome.refusals else 1,
    )
    keep_call(outcome.session.org, outcome.session.serial, asked)


def _page(form: WebForm, *, processed: str) -> HttpResponse:
    if form.said("debug") == "1":
        lines = (f"{name} = {', '.join(values)}" for name, values in form.sent.items())
        body = f"<pre>{escape(chr(10).join(lines))}</pre>"
        return HttpResponse(
            f"<html><body>{body}</body></html>", headers={"Is-Processed": processed}
        )
    page = "<html><body>Your request has been queued.</body></html>"
    if _is_web(form.said("retURL")):
        address = escape(form.said("retURL"))
        page = f'<html><head><meta http-equiv="Refresh" content="0; URL={address}"></head></html>'
    return HttpResponse(page, headers={"Is-Processed": processed})


def _is_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme in {"http", "https"}
    except ValueError:
        return False
