"""Whose a comparison is: the broker's alone for whose customer it was made, or the client's and the house's who compare
with his contract. Of a broker's customers the house sees none: it lets brokers in, no more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cessie.domain.audit.record import record
from cessie.domain.comparison.models import Broker, Customer, Person
from cessie.domain.parties import queries as parties
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


def no_broker() -> NotFound:
    """There is none, or not for him."""
    return NotFound("comparison.no_broker", N_("There is no such broker."))


def broker_of(viewer: Viewer) -> Broker | None:
    """The broker for whom somebody logs in; None for everybody else."""
    if viewer.kind != "broker" or viewer.user_id is None:
        return None
    rows = Person.objects.filter(user_id=viewer.user_id, ended_at__isnull=True, broker__ended_at__isnull=True)
    found = rows.select_related("broker__company").first()
    return found.broker if found else None


def own_broker(viewer: Viewer) -> Broker:
    """The same, or ``NotFound``."""
    found = broker_of(viewer)
    if found is None:
        raise no_broker()
    return found


def own_customer(viewer: Viewer, customer_id: UUID, *, lock: bool = False) -> Customer:
    """One of his customers, or the client for whom he acts; the house's people have every client. Under the lock of its
    row if asked; what is not his does not exist (``NotFound``)."""
    rows = Customer.objects.filter(_his(viewer), pk=customer_id).select_related("broker__company")
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None:
        raise NotFound("comparison.no_customer", N_("There is no such customer."))
    return row


def brokers_customer(viewer: Viewer, customer_id: UUID, *, lock: bool = False) -> tuple[Broker, Customer]:
    """One whom a broker takes care of, with the broker; a client of the house is none (``NotFound``)."""
    broker = own_broker(viewer)
    return broker, own_customer(viewer, customer_id, lock=lock)


def _his(viewer: Viewer) -> Q:
    if viewer.kind == "broker":
        return Q(broker=own_broker(viewer))
    return Q(client__isnull=False) if viewer.sees_all else Q(client__in=viewer.acts_for)


def may_work(viewer: Viewer, row: Customer) -> Customer:
    """The same; refused (``NotAllowed``) for people of the house who only look."""
    if viewer.kind == "staff":
        viewer.require("contracts.amend")
    return row


def client_books(viewer: Viewer, client_id: UUID) -> Customer | None:
    """Where a client compares; None before anybody did. ``NotFound`` for who does not act for him."""
    _client_side(viewer, client_id)
    return Customer.objects.filter(client_id=client_id).first()


def open_client_books(*, client_id: UUID, by: Viewer, at: datetime) -> Customer:
    """The same, made where it is missing; again changes nothing.

    Refused: an unknown client, a reader of his (``NotFound``), people of the house who only look (``NotAllowed``).
    """
    _client_side(by, client_id)
    client = parties.client(viewer=by, client_id=client_id)
    if by.kind == "staff":
        by.require("contracts.amend")
    row, fresh = Customer.objects.get_or_create(
        client=client, defaults={"name": client.company.name, "added_at": at, "added_by": by.key}
    )
    if fresh:
        record(action="comparison.customer", subject=row, by=by, at=at, client_id=client_id, data={})
    return row


def _client_side(viewer: Viewer, client_id: UUID) -> None:
    """The house, and whoever acts for the client; for a reader of his there is nothing, as for a stranger."""
    if not viewer.sees_all and client_id not in viewer.acts_for:
        raise NotFound("parties.unknown_client", N_("There is no such client."))
