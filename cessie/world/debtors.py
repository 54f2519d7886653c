"""What the creditors' debtors do: they pay by themselves or when they are asked, and some answer by their link.

A debtor knows of a reminder what is in his letterbox or his mailbox: letters are there two bank days after the post
took them; mails at once, or never, where the address does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from cessie.domain.arrangements.approve import approve
from cessie.domain.arrangements.ask_plan import ask_plan
from cessie.domain.arrangements.promise import promise
from cessie.domain.arrangements.rules.instalments import LEAST, Instalment
from cessie.domain.correspondence.models import Message
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.disputes.resolve import resolve
from cessie.domain.dunning.models import TouchItem
from cessie.domain.keys.visitors import by_link
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.queries import managed_amounts
from cessie.lib.days import add_bank_days, bank_day_from
from cessie.lib.money import Money
from cessie.world.bank import Bank
from cessie.world.desk import Desk, Step
from cessie.world.mailroom import Mailroom
from cessie.world.people import BY_HIMSELF, NUDGES, SPEAKING, Bill
from cessie.world.stage import House, moment

#: Bank days until a letter is read, and until money follows on it.
POST, PURSE = 2, 2
#: What somebody pays less than he owes.
LITTLE = Money(5_00)


class Play(Protocol):
    """What they need of the world that plays them."""

    house: House
    bank: Bank
    desk: Desk
    mail: Mailroom


@dataclass(frozen=True)
class Coming:
    """What a debtor will send to his creditor's account on a day."""

    day: date
    bill: Bill
    amount: Money


@dataclass
class Debtors:
    """All bills by their number, what is to be paid on them, letters on their way, and what people will do later."""

    bills: dict[str, Bill] = field(default_factory=dict)
    coming: list[Coming] = field(default_factory=list)
    letters: list[tuple[date, UUID]] = field(default_factory=list)
    later: list[tuple[date, Callable[[date], object]]] = field(default_factory=list)

    def owe(self, bill: Bill) -> None:
        """A bill arrives; whoever pays by himself makes up his mind."""
        self.bills[bill.number] = bill
        if bill.person.temper in BY_HIMSELF:
            first, last = BY_HIMSELF[bill.person.temper]
            short = bill.person.temper == "little" and bill.amount > LITTLE + LITTLE
            amount = bill.amount - LITTLE if short else bill.amount
            bill.moved = True
            self._pays(bill, bill.due + timedelta(days=bill.dice("days").randint(first, last)), amount)

    def day(self, play: Play, today: date) -> None:
        """They read what came, act on what they had in mind, and pay what they meant to pay today."""
        self.posted(today)
        self._read(play, today)
        for plan in [plan for plan in self.later if plan[0] <= today]:
            self.later.remove(plan)
            plan[1](today)
        for due in [due for due in self.coming if due.day <= today]:
            self.coming.remove(due)
            self._send(play, due)

    def posted(self, today: date) -> None:
        """The post took letters today."""
        rows = Message.objects.filter(kind="reminder", state="sent", batch__posted_at__gte=moment(today, 0))
        self.letters += [
            (add_bank_days(today, POST), key) for key in rows.order_by("reference").values_list("pk", flat=True)
        ]

    def called(self, bill: Bill, today: date) -> bool:
        """Somebody calls about a bill; whether he will pay now."""
        if bill.person.temper == "call" and not bill.moved:
            bill.moved = True
            self._pays(bill, add_bank_days(today, PURSE), bill.amount)
        return bill.moved

    def _read(self, play: Play, today: date) -> None:
        for mail in play.mail.new():
            message = _reminder(mail.identity)
            if message is not None:
                self._hears(play, message, today)
                if self._complains(message):
                    play.mail.complain(mail)
        for letter in [letter for letter in self.letters if letter[0] <= today]:
            self.letters.remove(letter)
            self._hears(play, Message.objects.get(pk=letter[1]), today)

    def _complains(self, message: Message) -> bool:
        return any(bill.person.fate == "complains" for bill, _ in self._named(message))

    def _named(self, message: Message) -> list[tuple[Bill, TouchItem]]:
        """The bills that a message asks for, with what it asks; not those that it only shows beside."""
        items = TouchItem.objects.filter(touch__message__in=[message.pk, message.first_id], rides=False)
        rows = items.select_related("invoice", "touch").order_by("invoice__number")
        return [(self.bills[row.invoice.number], row) for row in rows if row.invoice.number in self.bills]

    def _hears(self, play: Play, message: Message, today: date) -> None:
        for bill, item in self._named(message):
            if item.touch.tone == "pre_due":
                continue
            bill.asked += 1
            if not bill.moved:
                bill.moved = self._moved(play, bill, item, message, today)

    def _moved(self, play: Play, bill: Bill, item: TouchItem, message: Message, today: date) -> bool:
        """Whether he does now what is his temper, after as many messages as it takes."""
        temper, day = bill.person.temper, add_bank_days(today, PURSE)
        if temper in NUDGES or temper == "notice":
            moved = item.touch.tone == "default_notice" or bill.asked >= NUDGES.get(temper, 99)
            if moved:
                self._pays(bill, day, bill.amount)
            return moved
        if temper not in SPEAKING:
            return temper.startswith("mandate") and bill.asked >= 1 and self._gives_in(bill, day)
        by = self._by_his_link(message, today)
        getattr(self, f"_{temper}")(play, bill, item.invoice_id, by, today)
        return True

    def _gives_in(self, bill: Bill, day: date) -> bool:
        """He whose collection failed pays when he is reminded."""
        self._pays(bill, day, bill.amount)
        return True

    def _disputes(self, play: Play, bill: Bill, invoice_id: UUID, by: Viewer, today: date) -> None:
        """He contests it; the creditor answers, and he pays."""
        words = "This is not what was agreed."
        row = raise_dispute(invoice_id=invoice_id, ground="price", words=words, by=by, at=moment(today, 18))
        play.desk.tell(Step(today, f"contested by {bill.person.name}", bill.number))

        def answered(day: date) -> None:
            words, owner = "It is: see the agreement of January.", bill.to.owner
            resolve(dispute_id=row.pk, how="resolve_pay", words=words, by=owner, at=moment(day, 15))
            self._pays(bill, add_bank_days(day, 3), bill.amount)

        self.later.append((add_bank_days(today, 3), answered))

    def _promises(self, play: Play, bill: Bill, invoice_id: UUID, by: Viewer, today: date) -> None:
        """He promises a day and keeps it."""
        day = add_bank_days(today, 5)
        promise(invoice_id=invoice_id, on=day, by=by, at=moment(today, 18))
        play.desk.tell(Step(today, f"promised by {bill.person.name} for {day}", bill.number))
        self._pays(bill, day, bill.amount)

    def _breaks(self, play: Play, bill: Bill, invoice_id: UUID, by: Viewer, today: date) -> None:
        """He promises a day and pays weeks after it."""
        self._promises(play, bill, invoice_id, by, today)
        self.coming = [due for due in self.coming if due.bill is not bill]
        self._pays(bill, add_bank_days(today, 25), bill.amount)

    def _plans(self, play: Play, bill: Bill, invoice_id: UUID, by: Viewer, today: date) -> None:
        """He asks for instalments where the bill is large enough, and keeps to them; else he pays."""
        open_now = managed_amounts([invoice_id])[invoice_id]
        count = min(3, open_now.cents // LEAST.cents)
        if count < 2:
            self._pays(bill, add_bank_days(today, PURSE), bill.amount)
            return
        days = [bank_day_from(today + timedelta(days=7 * n + 3)) for n in range(count)]
        parts = [Instalment(day, part) for day, part in zip(days, open_now.split(count), strict=True)]
        made = ask_plan(invoice_ids=[invoice_id], parts=parts, words="A bad month.", by=by, at=moment(today, 18))
        if made.state != "running":
            approve(arrangement_id=made.pk, by=bill.to.owner, at=moment(today, 19))
        play.desk.tell(Step(today, f"instalments asked by {bill.person.name}", bill.number))
        for part in parts:
            self._pays(bill, part.due, part.amount)

    def _by_his_link(self, message: Message, today: date) -> Viewer:
        """He comes by the link that stands in the message."""
        visitor = by_link(str(message.says["portal_link"]).rpartition("/")[2], at=moment(today, 18))
        if visitor is None:
            raise AssertionError("the link in a message opens")
        return visitor.viewer

    def _pays(self, bill: Bill, day: date, amount: Money) -> None:
        self.coming.append(Coming(day, bill, amount))

    def _send(self, play: Play, due: Coming) -> None:
        bill, person = due.bill, due.bill.person
        number = person.temper in ("by_number", "little")
        play.bank.pay_in(
            iban=bill.to.actor.iban, amount=due.amount, payer=person.name, payer_iban=person.iban,
            note=f"factuur {bill.number}" if number else "", reference="" if number else bill.reference,
        )  # fmt: skip


def _reminder(identity: str) -> Message | None:
    """The reminder that a mail brings; None where it brings something else."""
    with suppress(ValueError):
        return Message.objects.filter(kind="reminder", pk=UUID(identity)).first()
    return None
