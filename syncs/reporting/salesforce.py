"""The settings of a Salesforce org, and the plan of a fix, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from connections.blocking import Advice
from connections.flows import FLOWS
from connections.models import Connection, State
from mappings.preflight import Finding
from syncs.page_values import Choice, Fact, Live
from syncs.page_values.checklist import Checklist
from syncs.page_values.fixing import FixChange, FixPage
from syncs.page_values.salesforce import OrgTab, SalesforcePage, Standing
from syncs.preflight.drifting import changed_in_org
from syncs.preflight.fixing import FixPlan
from syncs.preflight.running import latest
from tenants.access import Action, Role, may

from .loads import load_facts
from .orgs import Orgs, host, kind_of

PATIENCE = timedelta(seconds=90)
CHANGES = 6
_STANDINGS: dict[str, Standing] = {
    State.NEW: "new",
    State.CONNECTED: "working",
    State.NEEDS_RECONNECT: "ended",
    State.DISCONNECTED: "disconnected",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A run that somebody asked for, as the address has it: after this moment; None for none."""

    since: datetime | None = None

    @property
    def query(self) -> str:
        """The part of an address from "?" on."""
        if self.since is None:
            return ""
        return "?" + urlencode({"since": round(self.since.timestamp() * 1000)})


def read_asked(given: str) -> Asked:
    """What the address says; what can't be read counts as not given."""
    if not given.isdecimal() or len(given) > 14:
        return Asked()
    return Asked(datetime.fromtimestamp(int(given) / 1000, tz=UTC))


def salesforce_page(
    connection: Connection,
    known: Orgs,
    *,
    role: Role,
    asked: Asked,
    advice: Advice | None,
    now: datetime,
) -> SalesforcePage:
    """The page about one of the tenant's connections; five reads."""
    listed = latest(connection)
    waiting = asked.since is not None and not _has_run_since(listed, asked.since)
    gave_up = waiting and asked.since is not None and now - asked.since > PATIENCE
    checking = waiting and not gave_up
    return SalesforcePage(
        now=now,
        connection_id=str(connection.pk),
        environment=kind_of(connection),
        standing=standing_of(connection),
        checklist=listed,
        problem=connection.problem,
        notice=connection.notice,
        advice=advice,
        other_org=connection.refused_org_id,
        orgs=_tabs(known, connection),
        facts=(*connection_facts(connection), *load_facts(connection)),
        changes=changed_in_org(connection, limit=CHANGES),
        can_edit=may(role, Action.EDIT),
        can_manage=may(role, Action.MANAGE),
        by_browser=FLOWS[connection.flow].by_browser,
        checking=checking,
        gave_up=gave_up,
        live=Live(asked.query, "checking", 1) if checking else None,
    )


def standing_of(connection: Connection) -> Standing:
    """How the connection stands, in the words of the pages."""
    return _STANDINGS[connection.state]


def _has_run_since(listed: Checklist, since: datetime) -> bool:
    last = listed.tried_at
    return last is not None and last >= since


def _tabs(known: Orgs, shown: Connection) -> tuple[OrgTab, ...]:
    if len(known.all) < 2:
        return ()
    return tuple(OrgTab(str(one.pk), one.name, one.pk == shown.pk) for one in known.all)


def connection_facts(connection: Connection) -> tuple[Fact, ...]:
    """What the card "Connection" says; only what is known."""
    told = (
        Fact(_("Org"), connection.org_name),
        Fact(_("Org ID"), connection.org_id, is_code=True),
        Fact(_("Address"), host(connection.instance_url or connection.login_url)),
        Fact(_("Connected"), FLOWS[connection.flow].title),
        Fact(_("As"), connection.display_name or connection.username),
        Fact(_("Token"), _renewed(connection.refreshed_at)),
        Fact(_("API version"), settings.SALESFORCE_API_VERSION),
    )
    return tuple(fact for fact in told if fact.value)


def _renewed(at: datetime | None) -> str:
    if at is None:
        return ""
    when = formats.date_format(timezone.localtime(at), "j F, H:i")
    return _("renewed %(when)s, one at a time") % {"when": when}


def fix_page(
    connection: Connection, finding: Finding, plan: FixPlan, *, error: str = ""
) -> FixPage:
    """The plan of a finding's fix; no read."""
    return FixPage(
        connection_id=str(connection.pk),
        key=finding.key,
        title=plan.title,
        what=finding.what,
        why=finding.why,
        button=plan.button,
        sentence=plan.sentence,
        lines=tuple(FixChange(one.label, one.before, one.after) for one in plan.lines),
        choices=tuple(
            Choice(one.value, one.label, chosen=one.value == plan.choice) for one in plan.options
        ),
        typed=plan.choice,
        needs_choice=plan.needs_choice,
        takes_value=not plan.options and (plan.needs_choice or bool(plan.choice)),
        error=error,
    )
