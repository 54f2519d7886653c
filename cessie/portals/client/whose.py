"""For which client a person looks: one of his own, chosen once and kept with the session."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cessie.domain.collection.queries import has_dossiers
from cessie.domain.disputes import queries as disputes
from cessie.domain.managed import queries as managed
from cessie.domain.parties import queries as parties
from cessie.domain.parties.models import Client
from cessie.domain.purchase import queries as purchase
from cessie.domain.purchase.queries import Glance
from cessie.domain.trust import queries as trust
from cessie.domain.users.rules.viewer import NotFound
from cessie.domain.verification import queries as verification
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit
from cessie.portals.frame.navigation import Room, entries

CHOSEN = "client"
#: The pages behind availability.
DRAWN = ("client:leaving", "client:contra")
#: The pages behind the comparisons.
COMPARED = (
    "client:own_ledger", "client:own_offer_new", "client:own_offer", "client:own_run", "client:own_outcome",
    "client:own_run_charged",
)  # fmt: skip
#: The pages behind the reminders.
LADDERS = ("client:ladder", "client:ladder_run", "client:touch", "client:results")


def client_of(request: Visit) -> Client:
    """The chosen client, else the first by name; ``NotFound`` where a person belongs to none."""
    chosen = request.session.get(CHOSEN)
    mine = list(parties.clients(viewer=request.viewer))
    for client in mine:
        if str(client.pk) == chosen:
            return client
    if not mine:
        raise NotFound("parties.no_client", N_("You belong to no client."))
    return mine[0]


def choose(request: Visit, client_id: UUID) -> None:
    """From now on this client; ``NotFound`` where it is not one of his."""
    request.session[CHOSEN] = str(parties.client(viewer=request.viewer, client_id=client_id).pk)


def show(visit: Visit, screen: str, client: Client, status: int = 200, /, **context: Any) -> HttpResponse:
    """A page of the portal with its rail. ``screen``: the file's name beside the view, or a page that portals
    share."""
    frame = {
        "navigation": entries(visit, _rooms(visit, client)),
        "whose": client.company.name,
        "client": client,
        "clients": parties.clients(viewer=visit.viewer) if len(visit.viewer.client_ids) > 1 else (),
        "acts": client.pk in visit.viewer.acts_for,
        "signs": client.pk in visit.viewer.signs_for,
    }
    return render(
        visit, screen if "/" in screen else f"portals/client/screens/{screen}.html", frame | context, status=status
    )


def _of_ledgers(seen: Glance) -> list[Room]:
    """The rooms of one who sends his ledger, and of one whose debtors pay on a dedicated account."""
    ledger = Room("client:ledgers", _("Ledger"), "books", 0, ("client:ledger", "client:ledger_columns"))
    batches = Room("client:ledgers", _("Batches of invoices"), "books", 0, ("client:ledger",))
    matching = Room("client:lettrage", _("Matching"), "match")
    sent = [ledger] if seen.sends else [batches] if seen.matches else []
    return [*sent, *([matching] if seen.matches else [])]


def _of_proofs(visit: Visit, client: Client) -> list[Room]:
    """The room of one of whom proof was ever asked, with how many invoices wait for it."""
    asked = verification.asks(viewer=visit.viewer, client_id=client.pk)
    return [] if asked is None else [Room("client:proofs", _("Proof"), "held", asked)]


def _rooms(visit: Visit, client: Client) -> list[Room]:
    """What the rail shows him: the rooms of one whose invoices are financed, or of one for whom they are managed."""
    seen = purchase.glance(viewer=visit.viewer, client_id=client.pk)
    own = managed.glance(viewer=visit.viewer, client_id=client.pk)
    holds = trust.holds_for(client.pk)
    collects = holds and has_dossiers(viewer=visit.viewer, client_id=client.pk)
    invoices = Room("client:invoices", _("Invoices"), "invoice", 0, ("client:invoice", "client:upload", "client:file"))
    contested = Room(
        "client:disputes",
        _("Disputes"),
        "held",
        disputes.waiting(viewer=visit.viewer, client_id=client.pk),
        ("client:dispute", "client:arrangements", "client:arrangement"),
    )
    financed = [
        Room("client:dashboard", _("Overview"), "home"),
        invoices,
        Room("client:proposals", _("Offers"), "offer", seen.offers, ("client:proposal", "client:deeds")),
        contested,
        Room("client:limits", _("Limits"), "limit", 0, ("client:insurance",)),
        *([Room("client:pledge", _("Advances"), "offer")] if seen.pledges else []),
        *([Room("client:availability", _("Availability"), "offer", 0, DRAWN)] if seen.draws else []),
        *_of_ledgers(seen),
        *_of_proofs(visit, client),
        Room("client:statement", _("Statement of account"), "account"),
    ]
    collected = [
        Room("client:receivables", _("Receivables"), "home"),
        invoices,
        Room("client:payments", _("Payments"), "bank", own.waiting, ("client:payment",)),
        contested,
    ]
    return [
        *(collected if own.manages else financed),
        *([Room("client:remittances", _("Collected for you"), "bank")] if holds else []),
        Room("client:collections", _("Direct debit"), "pay", 0, ("client:mandates",)),
        *([Room("client:dossiers", _("Collection"), "held", 0, ("client:dossier",))] if collects else []),
        Room("client:debtors", _("Debtors"), "limit", 0, ("client:debtor", "client:channels")),
        Room("client:charges", _("Charges"), "books", 0, ("client:charge",)),
        *([Room("client:own", _("Compare"), "match", 0, COMPARED)] if not own.manages else []),
        Room("client:reports", _("Reports"), "history", 0, ("client:report",)),
        Room("client:answers", _("Answers"), "queue", 0, ("client:thread",)),
        Room("client:ladders", _("Reminders"), "history", 0, LADDERS),
        Room("client:letterhead", _("Letterhead"), "offer"),
        Room("client:people", _("People"), "people"),
        Room("client:keys", _("API keys"), "key"),
    ]
