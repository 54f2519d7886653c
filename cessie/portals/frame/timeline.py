"""What happened to an invoice, from its arrival to the release, and what is still to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.correspondence.queries import Told
from cessie.domain.dunning.models import TouchItem
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.queries import Doubt
from cessie.domain.managed.queries import SettlementFacts
from cessie.domain.matching.queries import Payment
from cessie.domain.payments.queries import OrderFacts
from cessie.domain.purchase.queries import CessionFacts, ItemFacts, ProposalFacts
from cessie.lib.money import Money
from cessie.lib.reasons import Reason
from cessie.portals.frame.ladder_words import RESULTS
from cessie.portals.frame.standing import REFUSED
from cessie.portals.frame.templatetags.cessie import iban
from cessie.portals.frame.vocabulary import CHANNELS, TONES, kind_words, word


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened on a day (or at a moment), or that is still to come (``tone`` "todo")."""

    on: date
    title: str
    tone: str = ""
    at: datetime | None = None
    amount: Money | None = None
    text: str = ""
    reasons: Sequence[Reason] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of an account that names the invoice; ``amount`` is debit positive."""

    entry_id: UUID
    on: date
    kind: str
    rule: str
    amount: Money
    text: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """All that the apps know of one invoice."""

    invoice: Invoice
    doubts: Sequence[Doubt]
    offer: ProposalFacts | None
    cession: CessionFacts | None
    orders: Sequence[OrderFacts]
    payments: Sequence[Payment]
    open: Money
    held: Money
    told: Sequence[Told] = ()  # what the debtor was told about this client's invoices
    managed: datetime | None = None  # since when the house manages it for its creditor
    settled: Sequence[SettlementFacts] = ()  # what settled it then
    asked: Sequence[TouchItem] = ()  # the steps of the ladder that were taken for it
    bends: Sequence[Movement] = ()  # chargebacks, surcharges and what else bent the deal, as the client's account shows

    @property
    def item(self) -> ItemFacts | None:
        """The invoice's own line of the newest offer."""
        items = self.offer.items if self.offer else ()
        return next((item for item in items if item.invoice_id == self.invoice.pk), None)


#: What happens to a bought invoice beside being paid, with its tone.
BENDS = {
    "chargeback": "bad",
    "chargeback_reversed": "good",
    "late_surcharge": "warn",
    "late_surcharge_reversed": "good",
    "credit_note": "warn",
    "credit_note_reversed": "good",
    "discount_taken": "warn",
    "discount_taken_reversed": "good",
    "statutory_withholding": "warn",
    "statutory_withholding_reversed": "good",
    "short_payment": "warn",
    "short_payment_reversed": "good",
    "indirect_payment": "bad",
    "indirect_payment_reversed": "good",
}


def timeline(life: Life, today: date) -> list[Step]:
    """The steps in the order of time; of one day in the order of the road."""
    return sorted(_steps(life, today), key=lambda step: (step.tone == "todo", step.on, step.at is None))


def _moment(at: datetime, title: str, tone: str = "", amount: Money | None = None, text: str = "") -> Step:
    return Step(timezone.localdate(at), title, tone, at, amount, text)


def _steps(life: Life, today: date) -> Iterator[Step]:
    yield from _document(life)
    if life.offer is not None:
        yield from _offer(life.offer)
    if life.cession is not None:
        yield _moment(life.cession.ceded_at, _("Bought and ceded"), "good")
        yield from _told(life.told)
    yield from _managed(life)
    yield from _asked(life.asked)
    yield from _orders(life)
    yield from _payments(life)
    for bend in life.bends:
        yield Step(bend.on, kind_words(bend.kind), BENDS[bend.kind], amount=abs(bend.amount))
    if life.open:
        late = life.invoice.due_date < today
        title = _("Was due and is not paid") if late else _("The debtor is to pay")
        yield Step(life.invoice.due_date, title, "bad" if late else "todo", amount=life.open)
    if life.cession is not None and life.held:
        parts = _("Release of the holdback, as the debtor pays")
        title = parts if life.cession.in_parts else _("Release of the holdback, once paid")
        yield Step(date.max, title, "todo", amount=life.held)


def _document(life: Life) -> Iterator[Step]:
    invoice = life.invoice
    yield _moment(invoice.received_at, _("Received"))
    waiting = [doubt.reason for doubt in life.doubts if doubt.is_open]
    if invoice.state == "held":
        day = timezone.localdate(invoice.received_at)
        yield Step(day, _("Held for a check"), "warn", invoice.received_at, reasons=waiting)
    elif invoice.decided_at is not None:
        if invoice.state == "rejected":
            day = timezone.localdate(invoice.decided_at)
            yield Step(day, _(REFUSED.label), "bad", invoice.decided_at, reasons=waiting)
        else:
            yield _moment(invoice.decided_at, _("Checked and accepted"), "good")


def _offer(offer: ProposalFacts) -> Iterator[Step]:
    yield _moment(offer.offered_at, _("Offer {number}").format(number=offer.number), "", offer.payout)
    said = {
        "purchased": (_("Offer approved"), "good"),
        "rejected": (_("Offer declined"), ""),
        "expired": (_("Offer ran out"), ""),
        "blocked": (_("Offer blocked: something changed"), "warn"),
    }
    if offer.decided_at is not None and offer.state in said:
        yield _moment(offer.decided_at, *said[offer.state])
    elif offer.state == "offered":
        title = _("Waits for your word") if offer.expires_at > timezone.now() else _("Offer ran out")
        yield Step(timezone.localdate(offer.expires_at), title, "todo", offer.expires_at)


def _told(letters: Sequence[Told]) -> Iterator[Step]:
    for letter in letters:
        how = word(CHANNELS, letter.channel)
        text = f"{how} · {letter.reference} · {iban(letter.iban)}" if how else letter.reference
        if letter.told_at is not None:
            title = _("Received by the debtor") if letter.state == "delivered" else _("The debtor was told")
            yield _moment(letter.told_at, title, "good", text=text)
        else:
            yield Step(timezone.localdate(letter.written_at), _("The debtor is to be told"), "todo", text=text)


def _asked(items: Sequence[TouchItem]) -> Iterator[Step]:
    """What the ladder did about it: messages with how they went and whether it is proven that they arrived."""
    for item in items:
        touch, message = item.touch, item.touch.message
        if touch.act == "message" and message is not None and message.told_at is not None:
            notice = touch.tone == "default_notice"
            title = _("Notice of default") if notice else _("Reminded: {tone}").format(tone=word(TONES, touch.tone))
            arrived = f" · {_('proven to have arrived')}" if message.state == "delivered" else ""
            how = f"{word(CHANNELS, message.channel)} · {message.reference}{arrived}"
            yield _moment(message.told_at, title, "bad" if notice else "warn", text=how)
        elif touch.act == "call" and touch.noted_at is not None:
            yield _moment(touch.noted_at, _("The debtor was called"), "warn", text=word(RESULTS, touch.result))


def _managed(life: Life) -> Iterator[Step]:
    if life.managed is not None:
        yield _moment(life.managed, _("Taken into management"), "good")
    titles = {
        "payment": _("The debtor paid"),
        "credit_note": _("Credited"),
        "told": _("Paid elsewhere"),
        "waived": _("Given up"),
        "forgone": _("Claimed no more"),
        "collected": _("Collected by the agency"),
    }
    for one in life.settled:
        said = one.payer or one.credit_note or one.note
        yield Step(one.paid_date, titles[one.kind], "good", amount=one.amount, text=said)
        if one.undone_at is not None:
            yield _moment(one.undone_at, _("That was undone: it is open again"), "warn", one.amount, one.undone_note)


def _orders(life: Life) -> Iterator[Step]:
    for order in life.orders:
        release = order.key.startswith("release:")
        ordered = _("Release of the holdback ordered") if release else _("Payout ordered")
        yield _moment(order.ordered_at, ordered, "", order.amount)
        if order.executed_date is not None:
            title = _("Holdback paid out") if release else _("Paid out")
            yield Step(order.executed_date, title, "good", amount=order.amount, text=iban(order.iban))
        if order.refusal is not None:
            day = timezone.localdate(order.ordered_at)
            yield Step(day, _("The bank could not pay"), "bad", reasons=[order.refusal])


def _payments(life: Life) -> Iterator[Step]:
    for payment in life.payments:
        yield Step(payment.booked_date, _("The debtor paid"), "good", amount=payment.amount, text=payment.payer_name)
