"""The key in the first command: made anew at the first look, and shown in that session only.

Furnishing makes a tenant's first key when nobody is there to see it, and only a hash is kept.
So the first person who may manage keys and opens the page gets another in its place, once.
"""

from __future__ import annotations

from syncs.models import Source
from tenants import audit, vault
from tenants.access import Action, may
from tenants.apikeys import make_key
from tenants.doors import Visit
from tenants.models import ApiKey, AuditEntry

SHOWN = "key.first-shown"


def _place(request: Visit) -> tuple[str, str]:
    """The name in the session, and where the sealed text belongs."""
    name = f"first-key-{request.tenant.pk}"
    return name, vault.address(request.tenant.pk, "session", request.user.pk, "first-key")


def first_key(request: Visit) -> str:
    """The text of the first key, "" for everybody but the session that it was made for."""
    name, place = _place(request)
    try:
        text = vault.open_sealed(request.session.get(name, ""), aad=place)
    except vault.VaultError:
        return ""
    if text or not may(request.role, Action.MANAGE):
        return text
    text = _make(request)
    if text:
        request.session[name] = vault.seal(text, aad=place)
    return text


def _make(request: Visit) -> str:
    """A key in the place of the one that nobody has seen; "" when that was done before."""
    source = Source.objects.select_for_update(of=("self",)).order_by("created_at").first()
    if source is None or AuditEntry.objects.filter(action=SHOWN).exists():
        return ""
    unseen = source.api_key
    if unseen is None or unseen.last_used_at is not None or unseen.revoked_at is not None:
        return ""
    key, text = make_key(request.tenant, unseen.name, user=request.user, test=True)
    Source.objects.filter(pk=source.pk).update(api_key=key)
    ApiKey.objects.filter(pk=unseen.pk).delete()
    audit.note(request.tenant, request.user, SHOWN, key.name)
    return text


def forget_first_key(request: Visit) -> None:
    """The first lead is there: the text is not needed any more."""
    request.session.pop(_place(request)[0], None)
