"""The house's limits of contact: what holds, every version, and the form by which one person proposes others."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cessie.domain.collection import queries as collection
from cessie.domain.collection.rules.contact import Contact
from cessie.domain.collection.set_contact import confirm_contact, propose_contact
from cessie.domain.collection.standing import contact_in_force
from cessie.domain.keys.queries import names_of
from cessie.portals.frame.access import Visit, attempt, for_kind, number
from cessie.portals.staff.desk import show


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def contact(request: Visit) -> HttpResponse:
    """What holds now, the versions, the form."""
    viewer = request.viewer
    if request.method == "POST":
        attempt(request, lambda: _propose(request), _("Another person must confirm it now."))
        return redirect("staff:contact")
    rows = list(collection.contact_rules(viewer=viewer)[:50])
    people = {row.proposed_by for row in rows} | {row.confirmed_by for row in rows}
    return show(
        request, "contact", rule=contact_in_force(), rows=[(row, Contact.from_json(row.rule)) for row in rows],
        names=names_of(people, viewer=viewer), may_set=viewer.may("collection.set_contact"),
        may_confirm=viewer.may("collection.confirm_contact"), me=viewer.key,
    )  # fmt: skip


@require_POST
@for_kind("staff")
def contact_confirm(request: Visit, position: int) -> HttpResponse:
    """Confirm proposed limits, as the second person."""
    done = _("The limits hold from now on.")
    attempt(request, lambda: confirm_contact(number=position, by=request.viewer, at=timezone.now()), done)
    return redirect("staff:contact")


def _propose(request: Visit) -> Any:
    given = request.POST
    figures = {name: number(given.get(name)) for name in ("a_week", "calls_a_week", "from_hour", "until_hour")}
    rest = int(text) if (text := given.get("rest", "")).isdecimal() and len(text) < 4 else -1
    rule = Contact(**figures, rest=rest, saturday=given.get("saturday") == "yes")
    return propose_contact(rule=rule, note=given.get("note", ""), by=request.viewer, at=timezone.now())
