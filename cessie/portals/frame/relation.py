"""One creditor and one of his debtors, as both portals show them: how he is asked, what he got, what was given away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.correspondence import queries as letters
from cessie.domain.correspondence.reach import is_consumer
from cessie.domain.correspondence.set_wish import set_wish
from cessie.domain.correspondence.wished import wished
from cessie.domain.dunning.assign_segment import assign_segment
from cessie.domain.dunning.hand_over import hand_over, take_back
from cessie.domain.dunning.ladders import segments_of
from cessie.domain.dunning.queries import hand_over_of, hand_overs
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.receivables import owed_to
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit, attempt, key
from cessie.portals.frame.ladder_words import SEGMENTS

#: Messages and open invoices that a page shows at most.
SHOWN: Final = 20
OPEN: Final = 200


@dataclass(frozen=True, slots=True)
class Pair:
    """A creditor and a debtor of his as one portal shows them, and what this viewer may do there."""

    portal: str
    client_id: UUID
    debtor_id: UUID
    may_set: bool
    may_wish: bool
    may_hand_over: bool

    def url(self, act: str) -> str:
        """Where one of ``ACTS`` is done."""
        if self.portal == "client":
            return reverse("client:debtor_act", args=[self.debtor_id, act])
        return reverse("staff:relation_act", args=[self.debtor_id, self.client_id, act])


def pair_of(viewer: Viewer, client_id: UUID, debtor_id: UUID) -> Pair:
    """What this viewer may do about a debtor of this client."""
    if viewer.sees_all:
        rights = (viewer.may(act) for act in ("dunning.set", "correspondence.decide", "dunning.hand_over"))
        return Pair("staff", client_id, debtor_id, *rights)
    acts = client_id in viewer.acts_for
    return Pair("client", client_id, debtor_id, acts, acts, acts)


def relation_of(viewer: Viewer, client: Client, debtor: Debtor) -> dict[str, Any]:
    """The segment whose ladder holds, the channel that is wanted and its cost, and what was handed over."""
    pair = pair_of(viewer, client.pk, debtor.pk)
    given = list(hand_overs(viewer=viewer, client_id=client.pk, debtor_id=debtor.pk)[:SHOWN])
    usual = "b2c" if is_consumer(debtor.company) else "b2b"
    segment = segments_of([(client.pk, debtor.pk)]).get((client.pk, debtor.pk), usual)
    return {
        "pair": pair,
        "client": client,
        "segment": segment,
        "segments": [(code, _(words)) for code, words in SEGMENTS.items()],
        "wished": wished(viewer=viewer, client_id=client.pk, debtor_id=debtor.pk, at=timezone.now()),
        "given": [(row, reverse(f"{pair.portal}:package", args=[row.pk])) for row in given],
        "segment_url": pair.url("segment"),
        "wish_url": pair.url("wish"),
        "hand_over_url": pair.url("hand-over"),
        "take_back_url": pair.url("take-back"),
    }


def owed_by_him(client: Client, debtor: Debtor) -> dict[str, Any]:
    """What he owes the client, invoice by invoice, the oldest due first; and the contracts of what is late."""
    open_ = owed_to(client.pk, debtor.pk)
    today = booking_day(timezone.now())
    rows = list(Invoice.objects.filter(pk__in=open_).defer("content").order_by("due_date", "number", "pk"))
    lines = [(row, open_[row.pk][0] + open_[row.pk][1], max(0, (today - row.due_date).days)) for row in rows]
    return {
        "owed": lines[:OPEN],
        "more_owed": max(0, len(lines) - OPEN),
        "owed_sum": Money.total(amount for _row, amount, _days in lines),
        "late_sum": Money.total(amount for _row, amount, days in lines if days),
        "late_contracts": sorted({row.contract_id for row, _amount, days in lines if days}),
    }


def told_him(viewer: Viewer, debtor_id: UUID, client_id: UUID | None = None, number: str = "") -> dict[str, Any]:
    """What he got: every message with its channel, proof and cost, and what all of it cost."""
    rows = letters.to_debtor(viewer=viewer, debtor_id=debtor_id, client_id=client_id, number=number)
    return {"sent": list(rows[:SHOWN]), "sent_all": rows.count()}


def relation_act(request: Visit, client_id: UUID, debtor_id: UUID, act: str) -> bool:
    """Do one of ``ACTS``; whether it was done. Another act does not exist (404)."""
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    return attempt(request, lambda: verb(request, client_id, debtor_id, timezone.now()), _(done))


def _segment(request: Visit, client_id: UUID, debtor_id: UUID, at: datetime) -> object:
    segment = request.POST.get("segment", "")
    return assign_segment(client_id=client_id, debtor_id=debtor_id, segment=segment, by=request.viewer, at=at)


def _wish(request: Visit, client_id: UUID, debtor_id: UUID, at: datetime) -> object:
    channel = request.POST.get("channel", "")
    return set_wish(client_id=client_id, debtor_id=debtor_id, channel=channel, by=request.viewer, at=at)


def _hand_over(request: Visit, client_id: UUID, debtor_id: UUID, at: datetime) -> object:
    contract = key(request.POST.get("contract", ""))
    return hand_over(client_id=client_id, contract_id=contract, debtor_id=debtor_id, by=request.viewer, at=at)


def _take_back(request: Visit, client_id: UUID, debtor_id: UUID, at: datetime) -> object:
    row = hand_over_of(viewer=request.viewer, hand_over_id=key(request.POST.get("package", "")))
    if (row.client_id, row.debtor_id) != (client_id, debtor_id):
        raise Http404
    return take_back(hand_over_id=row.pk, by=request.viewer, at=at)


#: What is decided about a debtor of a creditor, and what is said then.
ACTS: Final[Mapping[str, tuple[Callable[[Visit, UUID, UUID, datetime], object], str]]] = {
    "segment": (_segment, N_("From now on the ladder of this segment holds for him.")),
    "wish": (_wish, N_("Noted: it counts from the next message on.")),
    "hand-over": (_hand_over, N_("The claims are given out of hand; their package stands here.")),
    "take-back": (_take_back, N_("The claims are back: the next run asks for them again.")),
}
