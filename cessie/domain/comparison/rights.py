"""Whose a comparison is: the broker's alone for whose customer it was made. The staff lets brokers in, no more."""

from __future__ import annotations

from uuid import UUID

from cessie.domain.comparison.models import Broker, Customer, Person
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
    """One of his customers, under the lock of its row if asked; what is not his does not exist (``NotFound``)."""
    rows = Customer.objects.filter(pk=customer_id, broker=own_broker(viewer))
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None:
        raise NotFound("comparison.no_customer", N_("There is no such customer."))
    return row
