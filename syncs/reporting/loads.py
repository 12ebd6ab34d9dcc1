"""Bulk loads in words: what Salesforce is working on, and since when."""

from __future__ import annotations

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connections.models import Connection
from syncs.models import BulkLoad, InboundLead
from syncs.page_values import Fact
from syncs.states import LoadState

_AT_HOME = {LoadState.GATHERING, LoadState.READY, LoadState.FILLING}


def load_of(lead: InboundLead) -> BulkLoad | None:
    """The load in which a lead waits; a read only for those that do."""
    if lead.fence >= 0:
        return None
    waiting = BulkLoad.objects.filter(connection_id=lead.connection_id, finished_at__isnull=True)
    return next((one for one in waiting if one.mark == lead.fence), None)


def load_facts(connection: Connection) -> tuple[Fact, ...]:
    """What the card "Connection" says of the loads under way; one read."""
    waiting = BulkLoad.objects.filter(connection=connection, finished_at__isnull=True)
    return tuple(Fact(_("Load"), load_sentence(one)) for one in waiting.order_by("opened_at"))


def load_sentence(load: BulkLoad) -> str:
    """Where the load stands; with its trouble, if there is any."""
    leads = ngettext("a load of %(count)s lead", "a load of %(count)s leads", load.leads)
    told = {"load": leads % {"count": _number(load.leads)}, "since": _clock(load)}
    if load.state in _AT_HOME:
        said = _("Inlet has been gathering %(load)s for Salesforce since %(since)s.")
    elif load.state == LoadState.READING:
        said = _("Salesforce has worked on %(load)s. Its answers are being read.")
    else:
        said = _("Salesforce is working on %(load)s, since %(since)s.")
    return f"{said % told} {_done(load)}{load.trouble}".strip()


def _done(load: BulkLoad) -> str:
    if load.state != LoadState.WORKING or not load.processed:
        return ""
    rows = {"done": _number(load.processed), "rows": _number(load.rows)}
    return _("%(done)s of %(rows)s records are done. ") % rows


def _clock(load: BulkLoad) -> str:
    began = timezone.localtime(load.sent_at or load.opened_at)
    is_today = began.date() == timezone.localdate()
    return formats.date_format(began, "H:i" if is_today else "j F, H:i")


def _number(count: int) -> str:
    return formats.number_format(count, force_grouping=True)
