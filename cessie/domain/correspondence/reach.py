"""How a debtor can be reached, to what he agreed, and what a message to him asks of its channel."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from cessie.domain.correspondence.models import ChannelWish, DebtorWish, Receiving, Writing
from cessie.domain.correspondence.rules.address import Recipient
from cessie.domain.correspondence.rules.choice import Asker
from cessie.domain.correspondence.rules.lawful import Need, Reach
from cessie.domain.correspondence.rules.means import MEANS, same_way
from cessie.domain.correspondence.rules.purpose import Purpose
from cessie.domain.parties.mark import marks_of
from cessie.domain.parties.models import Company
from cessie.lib.days import booking_day

#: What the network said of a participant counts so long.
FRESH: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of the channel besides what is known of the debtor: by whoever writes.

    ``failed``: channels by which this message came back, and to which address; ``structured``: an e-invoice goes along;
    ``portal``: it says where the debtor finds it; ``closed``: channels that cannot carry it; ``by``: the day on which
    it must be there.
    """

    purpose: Purpose = "notice"
    wish: str = ""
    client_id: UUID | None = None
    failed: Collection[tuple[str, Recipient]] = ()
    structured: bool = False
    portal: bool = False
    closed: frozenset[str] = frozenset()
    by: date | None = None


def need(asking: Asking, company: Company, *, home: str, country: str, at: datetime) -> Need:
    """What the message asks of its channel."""
    return Need(
        asking.purpose, home, country, is_consumer(company), booking_day(at), by=asking.by,
        structured=asking.structured,
    )  # fmt: skip


def reach(asking: Asking, noted: Writing, to: Recipient, *, debtor_id: UUID, consumer: bool, at: datetime) -> Reach:
    """How he can be found now, and what he agreed to or refused; what failed counts while the address is the same."""
    receiving = Receiving.objects.filter(pk=debtor_id, looked_at__gte=at - FRESH).first()
    again = (channel for channel, former in asking.failed if _goes_to(channel, former) == _goes_to(channel, to))
    failed = frozenset[str]().union(*(same_way(channel) for channel in again))
    email = bool(to.email)
    return Reach(
        peppol="unknown" if receiving is None else "yes" if receiving.receives else "no",
        email=email,
        portal=asking.portal and email,
        mobile=bool(noted.mobile),
        address=bool(to.lines),
        person=len((to.attention or to.name if consumer else to.attention).split()) > 1,
        agreed=frozenset(noted.agreed),
        refused=frozenset() if noted.mail_allowed else frozenset(("email", "registered_email")),
        failed=failed,
    )


def wishes(asking: Asking, noted: Writing, *, debtor_id: UUID) -> Mapping[Asker, str]:
    """Who asked for which channel."""
    creditor = asking.client_id
    own = DebtorWish.objects.filter(client_id=creditor, debtor_id=debtor_id).first() if creditor else None
    every = ChannelWish.objects.filter(pk=creditor).first() if creditor else None
    return {
        "document": asking.wish,
        "debtor": noted.channel,
        "relation": own.channel if own else "",
        "creditor": every.channel if every else "",
    }


def _goes_to(channel: str, to: Recipient) -> tuple[str, ...]:
    """The address that a channel uses."""
    needs = MEANS[channel].needs if channel in MEANS else ""  # type: ignore[index]  # a channel's name
    return {"address": to.lines, "mobile": (to.mobile,), "participant": ()}.get(needs, (to.email,))


def is_consumer(company: Company) -> bool:
    """Whether it was noted that he is a consumer."""
    return "consumer" in marks_of([company.pk])[company.pk]
