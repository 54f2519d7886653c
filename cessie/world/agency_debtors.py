"""What those do who owe the principals of the agency: read letters, answer by their link, pay, or do neither.

A letter is in the box two bank days after the post took it; a mail at once. Who pays, pays what his letter asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Protocol
from uuid import UUID

from cessie.domain.arrangements.approve import approve
from cessie.domain.arrangements.ask_plan import ask_plan
from cessie.domain.arrangements.promise import promise
from cessie.domain.arrangements.rules.instalments import LEAST, Instalment
from cessie.domain.collection.models import Act, Claim, Dossier
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.collection.tend import complain
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.papers.demand import Demand
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.disputes.resolve import resolve
from cessie.domain.keys.visitors import by_link
from cessie.domain.parties.mark import mark
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.queries import managed_amounts
from cessie.lib.days import add_bank_days, bank_day_from
from cessie.lib.money import Money
from cessie.lib.references import normal_ogm
from cessie.workflows.follow_up.trusting import direct_on_dossier
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.world.agency_people import BY_LETTER, Owing
from cessie.world.bank import Bank
from cessie.world.desk import Desk, Step
from cessie.world.mailroom import Mailroom
from cessie.world.stage import House, moment

#: Bank days until a letter is read, and until money follows on it.
POST: Final = 2
PURSE: Final = 2
#: What somebody pays more than he owes.
MORE: Final = Money(75_00)
#: Bank days after which who broke his word pays.
BROKEN: Final = 25
#: What is noted about whom the first letter does not find as he was.
FATES: Final = {"bankrupt": "insolvent", "dies": "deceased", "debt_mediation": "insolvent"}


class Play(Protocol):
    """What they need of the world that plays them."""

    house: House
    bank: Bank
    desk: Desk
    mail: Mailroom


@dataclass(frozen=True)
class Coming:
    """What somebody will send to the third-party account on a day: ``how``: with the reference of the dossier, with an
    invoice's number, or without a word."""

    day: date
    who: Owing
    amount: Money
    how: str = "reference"


@dataclass
class AgencyDebtors:
    """Everybody by the numbers of his invoices and by his account, what they mean to do, and letters on their way.

    ``touched``: dossiers whose debtor paid his creditor, or paid too much: somebody calls the desk about them.
    """

    iban: str = ""
    by_bill: dict[str, Owing] = field(default_factory=dict)
    by_iban: dict[str, Owing] = field(default_factory=dict)
    coming: list[Coming] = field(default_factory=list)
    letters: list[tuple[date, UUID]] = field(default_factory=list)
    later: list[tuple[date, Callable[[date], object]]] = field(default_factory=list)
    touched: set[UUID] = field(default_factory=set)

    def owe(self, who: Owing) -> None:
        """Somebody whose invoices were handed in."""
        self.by_iban[who.iban] = who
        self.by_bill.update(dict.fromkeys(who.bills, who))

    def of(self, dossier: Dossier) -> Owing:
        """Whom a dossier is about."""
        number = Claim.objects.filter(dossier=dossier).order_by("number").values_list("number", flat=True)[0]
        who = self.by_bill[number]
        who.dossier = dossier.pk
        return who

    def evening(self, play: Play, today: date) -> None:
        """They read what came, act on what they had in mind, and pay what they meant to pay today."""
        play.mail.new()  # mails to addresses that do not exist come back
        for act in told_on(today):
            day = today if act.message is not None and act.message.channel == "email" else add_bank_days(today, POST)
            self.letters.append((day, act.pk))
        for letter in [letter for letter in self.letters if letter[0] <= today]:
            self.letters.remove(letter)
            self._hears(play, Act.objects.select_related("dossier", "message").get(pk=letter[1]), today)
        for plan in [plan for plan in self.later if plan[0] <= today]:
            self.later.remove(plan)
            plan[1](today)
        for due in [due for due in self.coming if due.day <= today]:
            self.coming.remove(due)
            self._send(play, due)

    def _hears(self, play: Play, act: Act, today: date) -> None:
        who = self.of(act.dossier)
        if who.moved or act.message is None:
            return
        paper = Demand.from_json(act.message.says)
        asked = Money.total(item.whole for item in paper.items)
        who.moved = self._moved(play, who, act, paper, asked, today)

    def _moved(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        """Whether he does now what is his temper."""
        if who.temper in BY_LETTER:
            if (act.tone or "firm") in BY_LETTER[BY_LETTER.index(who.temper) :]:
                self.pays(who, add_bank_days(today, PURSE), asked)
                return True
            return False
        answers = getattr(self, f"_{who.temper}", None)
        return answers is not None and bool(answers(play, who, act, paper, asked, today))

    def pays(self, who: Owing, day: date, amount: Money, how: str = "reference") -> None:
        """He means to pay this on a day."""
        self.coming.append(Coming(day, who, amount, how))

    def _send(self, play: Play, due: Coming) -> None:
        if due.who.dossier is None:
            raise AssertionError("who was written to has a dossier")
        reference = Dossier.objects.values_list("reference", flat=True).get(pk=due.who.dossier)
        ours = reference if due.how == "reference" else ""
        structured = ours if normal_ogm(ours) else ""
        note = next(iter(due.who.bills)) if due.how == "number" else "betaling" if due.how == "silent" else ours
        due.who.sent += due.amount.cents
        play.bank.pay_in(
            iban=self.iban, amount=due.amount, payer=due.who.name, payer_iban=due.who.iban,
            note="" if structured else note, reference=structured,
        )  # fmt: skip

    # How each temper answers its first letter; True: he has done what he will do by himself.

    def _too_much(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        self.pays(who, add_bank_days(today, PURSE), asked + MORE)
        self._calls(act.dossier_id, add_bank_days(today, PURSE + 2))
        return True

    def _twice(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        for days in (PURSE, PURSE + 6):
            self.pays(who, add_bank_days(today, days), asked)
        self._calls(act.dossier_id, add_bank_days(today, PURSE + 9))
        return True

    def _no_word(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        self.pays(who, add_bank_days(today, PURSE), asked, "silent")
        return True

    def _by_number(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        self.pays(who, add_bank_days(today, PURSE), asked, "number")
        return True

    def _half(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        """The first half now, what is left when he is asked again."""
        self.pays(who, add_bank_days(today, PURSE), asked.split(2)[0])
        who.temper = "last"
        return False

    def _direct(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        """He pays his creditor, who tells so by the button."""
        paid = add_bank_days(today, PURSE)

        def told(day: date) -> None:
            number = shown(act.dossier.number)
            direct_on_dossier(
                client_id=who.to.client_id, dossier=number, amount=asked, paid_date=paid, by=who.to.bookkeeper,
                at=moment(day, 17),
            )  # fmt: skip
            self.touched.add(act.dossier_id)
            play.desk.tell(Step(day, f"paid to {who.to.actor.name} directly", number, asked))

        self.later.append((add_bank_days(paid, 2), told))
        return True

    def _promises(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        day = add_bank_days(today, 6)
        for invoice_id in invoices_of(act.dossier_id):
            promise(invoice_id=invoice_id, on=day, by=self._by_his_link(paper, today), at=moment(today, 18))
        play.desk.tell(Step(today, f"promised by {who.name} for {day}", paper.dossier))
        self.pays(who, day, asked)
        return True

    def _breaks(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        self._promises(play, who, act, paper, asked, today)
        self.coming = [due for due in self.coming if due.who is not who]
        self.pays(who, add_bank_days(today, BROKEN), asked)
        return True

    def _plan(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        """He asks for instalments and keeps to them; what interest and costs are left he pays when he is asked."""
        for part in self._agreed(play, who, act, paper, today):
            self.pays(who, part.due, part.amount)
        who.temper = "first"
        return False

    def _plan_breaks(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        parts = self._agreed(play, who, act, paper, today)
        for part in parts[:1]:
            self.pays(who, part.due, part.amount)
        who.temper = "last"
        return False

    def _agreed(self, play: Play, who: Owing, act: Act, paper: Demand, today: date) -> list[Instalment]:
        """The instalments that he asked for and was given: none where the sum is too small for a plan."""
        keys = invoices_of(act.dossier_id)
        open_now = Money.total(managed_amounts(keys).values())
        count = min(3, open_now.cents // LEAST.cents)
        if count < 2:
            return []
        days = [bank_day_from(today + timedelta(days=14 * n + 5)) for n in range(count)]
        parts = [Instalment(day, part) for day, part in zip(days, open_now.split(count), strict=True)]
        by = self._by_his_link(paper, today)
        made = ask_plan(invoice_ids=keys, parts=parts, words="A bad month.", by=by, at=moment(today, 18))
        if made.state != "running":
            approve(arrangement_id=made.pk, by=who.to.owner, at=moment(today, 19))
        play.desk.tell(Step(today, f"instalments asked by {who.name}", paper.dossier, open_now))
        return parts

    def _disputes(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        """He contests one invoice; the principal answers that it is right, and he pays when he is asked again."""
        key = self._contested(play, who, act, paper, today)

        def answered(day: date) -> None:
            words = "It is: see the agreement of January."
            resolve(dispute_id=key, how="resolve_pay", words=words, by=who.to.owner, at=moment(day, 15))

        self.later.append((add_bank_days(today, 4), answered))
        who.temper = "first"
        return False

    def _is_right(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        """He contests one invoice; the principal credits it, and he pays what is left when he is asked again."""
        key, number = self._contested(play, who, act, paper, today), next(iter(who.bills))

        def credited(day: date) -> None:
            words = "You are right: it is credited."
            resolve(dispute_id=key, how="resolve_credit", words=words, by=who.to.owner, at=moment(day, 15))
            hand_in_credit(who, number, day)
            play.desk.tell(Step(day, f"credited by {who.to.actor.name}", number, who.bills[number][0]))

        self.later.append((add_bank_days(today, 4), credited))
        who.temper = "first"
        return False

    def _contested(self, play: Play, who: Owing, act: Act, paper: Demand, today: date) -> UUID:
        number = next(iter(who.bills))
        invoice = Claim.objects.values_list("invoice_id", flat=True).get(dossier=act.dossier, number=number)
        by = self._by_his_link(paper, today)
        if invoice is None:
            raise AssertionError("every claim of the play is an invoice")
        words = "This is not what was agreed."
        row = raise_dispute(invoice_id=invoice, ground="price", words=words, by=by, at=moment(today, 18))
        play.desk.tell(Step(today, f"contested by {who.name}", number))
        return row.pk

    def _complains(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        """He complains of the letter, and pays when he was answered and is asked again."""
        by = self._by_his_link(paper, today)
        complain(dossier_id=act.dossier_id, words="You write too often.", by=by, at=moment(today, 18))
        who.temper = "first"
        return False

    def _fate(self, play: Play, who: Owing, act: Act, paper: Demand, asked: Money, today: date) -> bool:
        """It is published, or the family writes: the credit desk notes it about him."""
        company, kind = act.dossier.debtor.company_id, FATES[who.temper]
        mark(company_id=company, kind=kind, note="as published", by=play.house.staff.credit, at=moment(today, 18))
        play.desk.tell(Step(today, f"{who.name}: {kind}", paper.dossier))
        return True

    _bankrupt = _dies = _debt_mediation = _fate

    def _calls(self, dossier_id: UUID, day: date) -> None:
        self.later.append((day, lambda _: self.touched.add(dossier_id)))

    def _by_his_link(self, paper: Demand, today: date) -> Viewer:
        """He comes by the link that stands in his letter."""
        visitor = by_link(paper.portal_link.rpartition("/")[2], at=moment(today, 18))
        if visitor is None:
            raise AssertionError("the link in a letter opens")
        return visitor.viewer


def told_on(today: date) -> Iterator[Act]:
    """The acts in writing that left on a day, in the order of their messages."""
    first, last = moment(today, 0), moment(today + timedelta(days=1), 0)
    rows = Message.objects.filter(kind="collection", told_at__gte=first, told_at__lt=last).order_by("reference")
    for key, former in rows.values_list("pk", "first_id"):
        yield Act.objects.select_related("message", "dossier").get(message_id=former or key)


def invoices_of(dossier_id: UUID) -> list[UUID]:
    """The invoices in a dossier that are still open in the books, by their number."""
    rows = Claim.objects.filter(dossier=dossier_id, live=True, invoice__isnull=False).order_by("number")
    keys = [key for key in rows.values_list("invoice_id", flat=True) if key is not None]
    still = managed_amounts(keys)
    return [key for key in keys if still[key].cents > 0]


def hand_in_credit(who: Owing, number: str, today: date) -> None:
    """The principal's bookkeeper uploads the credit note of an invoice."""
    amount, _due = who.bills[number]
    head = "number;issue date;total;debtor;company number;country;customer number;kind;corrects"
    whom = f"{who.name};{who.register};{who.kind.country};D-{who.number}"
    row = f"{number}C;{today};-{amount.decimal};{whom};credit;{number}"
    take_in_invoice(
        data=f"{head}\n{row}".encode(), name=f"credit-{number}.csv", channel="portal", client_id=who.to.client_id,
        by=who.to.bookkeeper, at=moment(today, 15, 30),
    )  # fmt: skip
