"""Brokers: companies whose people compare offers for their own customers; the staff sees who they are, and no more."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cessie.domain.comparison import queries
from cessie.domain.comparison.brokers import add_broker, end_broker, end_person, invite_person
from cessie.domain.comparison.models import Broker, Person
from cessie.domain.parties.queries import company_with
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.invited import invite
from cessie.portals.staff.desk import show


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def brokers(request: Visit) -> HttpResponse:
    """All of them; the form takes a company in."""
    viewer = request.viewer
    if request.method == "POST":
        attempt(request, lambda: _add(request), _("Taken in."))
        return redirect("staff:brokers")
    rows = [(each, _working(each)) for each in queries.brokers(viewer)]
    return show(request, "brokers", rows=rows, may=viewer.may("comparison.set"))


def _working(row: Broker) -> list[Person]:
    return [each for each in row.people.all() if each.ended_at is None]


def _add(request: Visit) -> Broker:
    company = company_with(request.POST.get("number", ""))
    if company is None:
        raise Refusal("parties.unknown_company", N_("There is no such company."))
    return add_broker(company_id=company.pk, by=request.viewer, at=timezone.now())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def broker(request: Visit, broker_id: UUID) -> HttpResponse:
    """One of them; the form lets one of his people in, by a link that is mailed or handed over."""
    link = ""
    row = queries.broker(request.viewer, broker_id)
    if request.method == "POST":
        link = invite(request, partial(invite_person, broker_id=row.pk))
        row = queries.broker(request.viewer, broker_id)
    return show(
        request, "broker", row=row, link=link, invited=request.POST.get("name", ""), languages=settings.LANGUAGES,
        people=_working(row),
        may=request.viewer.may("comparison.set") and row.ended_at is None,
    )  # fmt: skip


@require_POST
@for_kind("staff")
def broker_end(request: Visit, broker_id: UUID) -> HttpResponse:
    """End one of the people, or the work with the broker."""
    row, by, at = queries.broker(request.viewer, broker_id), request.viewer, timezone.now()
    if "person" in request.POST:
        person = key(request.POST["person"])
        if not any(each.pk == person for each in row.people.all()):
            raise NotFound("comparison.no_person", _("There is no such person."))
        attempt(request, lambda: end_person(person_id=person, by=by, at=at), _("He sees nothing of it any more."))
        return redirect("staff:broker", broker_id)
    attempt(request, lambda: end_broker(broker_id=row.pk, by=by, at=at), _("Done."))
    return redirect("staff:brokers")
