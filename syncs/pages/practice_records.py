"""Records of the practice org: one looked at, and what its people do with it by hand."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from connections.practice_setup import ObjectView, SetupView
from connections.practice_view import Kind, OrgView, Whole
from connections.settling import Hand, HandRefused, hand_of
from syncs.reporting.filters import plain
from syncs.reporting.practice_form import changes_of, form_page, given_values
from syncs.reporting.practice_record import merge_page, record_page, reps_of
from tenants import audit, walls
from tenants.access import Action, may
from tenants.doors import Visit

from .guarding import outside_post, tenant_page
from .practice import practice_shell, view_of, workshop_of
from .showing import show

_MOST = 25
_FORM = "connections/practice_form.html"


@tenant_page()
def record(request: Visit, sobject: str, record_id: str) -> HttpResponse:
    """One record: its fields, who wrote them, what happened to it."""
    view = view_of(request)
    kind, whole = _found(view, sobject, record_id)
    page = record_page(
        request.tenant,
        view,
        whole,
        kind=kind,
        everything=request.GET.get("fields") == "all",
        can_edit=may(request.role, Action.EDIT),
        now=timezone.now(),
    )
    template = "connections/practice_record.html"
    return show(request, template, page=page, shell=practice_shell(request))


@tenant_page(Action.EDIT)
def new_record(request: Visit, sobject: str) -> HttpResponse:
    """The form of a new record."""
    setup, kind = _object(request, sobject)
    page = form_page(setup, kind, reps=reps_of(view_of(request)))
    return show(request, _FORM, page=page, shell=practice_shell(request))


@tenant_page(Action.EDIT)
def edit_record(request: Visit, sobject: str, record_id: str) -> HttpResponse:
    """The form of a record."""
    view = view_of(request)
    _kind, whole = _found(view, sobject, record_id)
    setup, kind = _object(request, sobject)
    page = form_page(setup, kind, whole=whole, reps=reps_of(view))
    return show(request, _FORM, page=page, shell=practice_shell(request))


@outside_post(Action.EDIT)
def create_record(request: Visit, sobject: str) -> HttpResponse:
    """A new record, made by a person of the org."""
    setup, kind = _object(request, sobject)
    given = given_values(kind, request.POST.dict())
    hand = _hand(request)
    try:
        record_id = hand.create(sobject, changes_of(kind, given, {}))
    except HandRefused as refused:
        return _refused_form(request, setup, kind, given=given, refused=refused)
    _note(request, "practice.record.create", record_id)
    messages.success(request, _("%(who)s made this record.") % {"who": hand.by})
    return redirect("practice-record", request.tenant.slug, sobject, record_id)


@outside_post(Action.EDIT)
def save_record(request: Visit, sobject: str, record_id: str) -> HttpResponse:
    """A record changed by a person of the org."""
    setup, kind = _object(request, sobject)
    with walls.inside(request.tenant):
        _kind, whole = _found(view_of(request), sobject, record_id)
    given = given_values(kind, request.POST.dict())
    changes = changes_of(kind, given, {name: value for name, _label, value in whole.values})
    hand = _hand(request)
    try:
        if changes:
            hand.change(whole.id, changes)
    except HandRefused as refused:
        return _refused_form(request, setup, kind, given=given, refused=refused, whole=whole)
    _note(request, "practice.record.change", whole.id)
    told = _("%(who)s changed this record.") if changes else _("Nothing was changed.")
    messages.success(request, told % {"who": hand.by})
    return redirect("practice-record", request.tenant.slug, sobject, whole.id)


def _refused_form(
    request: Visit,
    setup: SetupView,
    kind: ObjectView,
    *,
    given: dict[str, str],
    refused: HandRefused,
    whole: Whole | None = None,
) -> HttpResponse:
    with walls.inside(request.tenant):
        page = form_page(
            setup,
            kind,
            whole=whole,
            reps=reps_of(view_of(request)),
            by=request.POST.get("by", ""),
            given=given,
            refused=refused.sentences,
        )
        shell = practice_shell(request)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return show(request, _FORM, page=page, shell=shell, status=status)


@outside_post(Action.EDIT)
def convert(request: Visit, record_id: str) -> HttpResponse:
    """A Lead into an Account and a Contact."""
    deal = plain(request.POST.get("opportunity", ""))

    def work(hand: Hand, whole: Whole) -> tuple[str, str, str]:
        _account, contact = hand.convert(whole.id, opportunity=deal)
        told = _("%(who)s converted %(name)s. This is the Contact now.")
        return told, "Contact", contact

    return _by_hand(request, "Lead", record_id, work=work, action="convert")


@tenant_page(Action.EDIT)
def choose_merge(request: Visit, sobject: str, record_id: str) -> HttpResponse:
    """Which other record shall go into this one."""
    view = view_of(request)
    kind, whole = _found(view, sobject, record_id)
    q = plain(request.GET.get("q", ""))
    found = view.lines(sobject, search=q, by_inlet=False, after="", limit=_MOST)
    page = merge_page(view, whole, kind=kind, q=q, found=tuple(found.lines))
    template = "connections/practice_merge.html"
    return show(request, template, page=page, shell=practice_shell(request))


@outside_post(Action.EDIT)
def merge(request: Visit, sobject: str, record_id: str) -> HttpResponse:
    """Another record into this one."""
    other = plain(request.POST.get("other", ""))

    def work(hand: Hand, whole: Whole) -> tuple[str, str, str]:
        hand.merge(whole.id, other)
        told = _("%(who)s merged the other record into %(name)s. It is in the recycle bin.")
        return told, sobject, whole.id

    return _by_hand(request, sobject, record_id, work=work, action="merge")


@outside_post(Action.EDIT)
def delete(request: Visit, sobject: str, record_id: str) -> HttpResponse:
    """A record into the recycle bin."""

    def work(hand: Hand, whole: Whole) -> tuple[str, str, str]:
        hand.delete(whole.id)
        return _("%(who)s deleted %(name)s."), sobject, whole.id

    return _by_hand(request, sobject, record_id, work=work, action="delete")


@outside_post(Action.EDIT)
def undelete(request: Visit, sobject: str, record_id: str) -> HttpResponse:
    """A record out of the recycle bin."""

    def work(hand: Hand, whole: Whole) -> tuple[str, str, str]:
        hand.undelete(whole.id)
        told = _("%(who)s took %(name)s out of the recycle bin.")
        return told, sobject, whole.id

    return _by_hand(request, sobject, record_id, work=work, action="undelete")


def _by_hand(
    request: Visit,
    sobject: str,
    record_id: str,
    *,
    work: Callable[[Hand, Whole], tuple[str, str, str]],
    action: str,
) -> HttpResponse:
    """Do it, say so, and show the record that is left; a refusal is said in the org's words."""
    with walls.inside(request.tenant):
        _kind, whole = _found(view_of(request), sobject, record_id)
    hand, slug = _hand(request), request.tenant.slug
    try:
        told, *left = work(hand, whole)
    except HandRefused as refused:
        sentences = " ".join(refused.sentences)
        told = _("The org refused it, and nothing was changed: %(why)s") % {"why": sentences}
        messages.error(request, told)
        return redirect("practice-record", slug, sobject, whole.id)
    _note(request, f"practice.record.{action}", whole.id)
    messages.success(request, told % {"who": hand.by, "name": whole.name})
    return redirect("practice-record", slug, *left)


def _found(view: OrgView, sobject: str, record_id: str) -> tuple[Kind, Whole]:
    kind = next((kind for kind in view.kinds() if kind.name == sobject), None)
    whole = view.whole(sobject, record_id)
    if kind is None or whole is None:
        raise Http404("There is no such record in the practice org.")
    return kind, whole


def _object(request: Visit, sobject: str) -> tuple[SetupView, ObjectView]:
    setup = workshop_of(request).setup()
    kind = next((one for one in setup.objects if one.name == sobject), None)
    if kind is None:
        raise Http404("The practice org has no such object.")
    return setup, kind


def _hand(request: Visit) -> Hand:
    by = request.POST.get("by", "")
    reps = reps_of(view_of(request))
    hand = hand_of(request.tenant, by if by in reps else next(iter(reps), ""))
    if hand is None:
        raise Http404("This client has no practice org.")
    return hand


def _note(request: Visit, action: str, record_id: str) -> None:
    with walls.inside(request.tenant):
        audit.note(request.tenant, request.user, action, subject=record_id)
