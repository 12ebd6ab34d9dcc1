"""Making a key with its source, showing it once, and ending it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping as Asked
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from connections.models import Connection, Environment
from mappings.models import Mapping
from syncs.models import Source
from syncs.page_values import KeyShownPage
from syncs.reporting.facts import leads_endpoint
from syncs.reporting.keys import key_state
from syncs.reporting.orgs import read_orgs
from tenants import audit
from tenants.access import Action
from tenants.apikeys import (
    CONFIGURATION_SCOPES,
    CONNECTION_SCOPES,
    SCOPES,
    make_key,
    revoke_key,
)
from tenants.doors import Visit
from tenants.models import ApiKey

from .forms import KeyForm, first_error
from .guarding import tenant_page
from .settings import show_keys
from .showing import shell_for


class Refused(Exception):
    """The key can't be made; the text says why and what to do."""


@tenant_page(Action.MANAGE, post=True)
def create_key(request: Visit) -> HttpResponse:
    """Make the key and show it, this once."""
    form = KeyForm(request.POST)
    typed = request.POST.get("name", "")
    if not form.is_valid():
        return show_keys(request, typed=typed, error=first_error(form))
    known = read_orgs()
    try:
        key, text = _make(request, form.cleaned_data, connection=known.main)
    except Refused as refused:
        return show_keys(request, typed=typed, error=str(refused))
    audit.note(request.tenant, request.user, "key.made", subject=key)
    page = KeyShownPage(name=key.name, key=text, endpoint=leads_endpoint())
    shell = shell_for(request, "settings", known=known)
    return render(request, "tenants/key_shown.html", {"page": page, "shell": shell})


def _make(
    request: Visit, asked: Asked[str, Any], *, connection: Connection | None
) -> tuple[ApiKey, str]:
    """The key with a source of its name. A source whose key has ended gets the new one."""
    mapping = Mapping.objects.order_by("created_at").first()
    if connection is None or mapping is None:
        raise Refused(_("This client has no org and no mapping yet, so a key would open nothing."))
    source = (
        Source.objects.select_for_update(of=("self",))
        .select_related("api_key")
        .filter(name=asked["name"])
        .first()
    )
    if source and source.api_key and key_state(source.api_key, timezone.now()) == "active":
        raise Refused(
            _("“%(name)s” has a key already. Revoke it first, or choose another name.")
            % {"name": asked["name"]}
        )
    is_test = connection.environment == Environment.PRACTICE
    more = (CONNECTION_SCOPES, asked["connects"]), (CONFIGURATION_SCOPES, asked["configures"])
    scopes = (*SCOPES, *(scope for extra, wanted in more if wanted for scope in extra))
    key, text = make_key(
        request.tenant, asked["name"], scopes=scopes, user=request.user, test=is_test
    )
    if source:
        Source.objects.filter(pk=source.pk).update(api_key=key)
    else:
        Source.objects.create(
            tenant=request.tenant,
            name=asked["name"],
            api_key=key,
            mapping=mapping,
            connection=connection,
        )
    return key, text


@tenant_page(Action.MANAGE, post=True)
def end_key(request: Visit, key_id: uuid.UUID) -> HttpResponse:
    """Revoke the key; its source and leads stay."""
    key = ApiKey.objects.filter(pk=key_id).first()
    if key is None:
        raise Http404("There is no such key here.")
    revoke_key(key)
    audit.note(request.tenant, request.user, "key.revoked", subject=key)
    messages.success(
        request, _("“%(name)s” is revoked. Nothing can be sent with it.") % {"name": key.name}
    )
    return redirect("settings-keys", request.tenant.slug)
