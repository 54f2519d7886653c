"""The agency's own people: agents who call and decide, a treasury that says whose money it is and lets it go."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from cessie.domain.arrangements.promise import promise
from cessie.domain.collection.decide import Event, decide
from cessie.domain.collection.models import Act, Complaint, Dossier
from cessie.domain.collection.note_call import NotNow, note_call
from cessie.domain.collection.queries import calls
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.collection.rules.states import LIVE
from cessie.domain.collection.standing import Stand, stand_of, stands
from cessie.domain.collection.tend import answer_complaint
from cessie.domain.parties.accounts import confirm_account
from cessie.domain.parties.models import BankAccount, Mark
from cessie.domain.proceedings.models import Case
from cessie.domain.proceedings.rules.states import OVER
from cessie.domain.trust.models import Direct, Receipt
from cessie.domain.trust.queries import receipts
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.models import Task
from cessie.law.procedures import procedure
from cessie.lib.days import add_bank_days
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows.follow_up.trusting import give_to_dossier, refund_to_payer
from cessie.world.agency_debtors import AgencyDebtors, Play, invoices_of
from cessie.world.agency_people import Owing
from cessie.world.desk import Step
from cessie.world.stage import moment

#: Calls that the agents make in a day, decisions that they take, and days after which a complaint is answered.
CALLS: Final = 60
DECISIONS: Final = 40
ANSWERED: Final = 3
#: Days of enforcement after which nothing is expected any more.
FRUITLESS: Final = 120
#: What is left after a payment and nobody presses for: interest of the days in which the money was on its way.
LITTLE: Final = Money(10_00)
#: What is brought to court is worth it.
WORTH: Final = Money(150_00)
#: The way to a title in each country, for a business and (None: there is none here) for a consumer.
WAYS: Final = {
    ("BE", "b2b"): "be_ios",
    ("BE", "b2c"): "be_court",
    ("NL", "b2b"): "nl_summons",
    ("FR", "b2b"): "fr_order",
}
#: What those who are called say; who is not named here does not answer.
SAID: Final = {
    "call": "promise",
    "gone": "wrong_number",
    "vulnerable": "vulnerable",
    "never": "refuses",
    "silent": "no_answer",
}


@dataclass
class AgencyDesk:
    """``agent``: whoever collects; ``brought``: dossiers that a case was begun for today, for the partners' play."""

    debtors: AgencyDebtors
    agent: Viewer
    brought: list[tuple[Dossier, str]] = field(default_factory=list)

    def morning(self, play: Play, today: date) -> None:
        """The treasury says whose money it is that nobody knew, and gives back what was too much."""
        self._assign(play, today)
        self._settle(play, today)

    def day(self, play: Play, today: date) -> None:
        """The agents call, answer complaints, and decide what no step is left for."""
        self._call(play, today)
        for row in Complaint.objects.filter(state="open", raised_at__lt=moment(add_bank_days(today, -ANSWERED), 0)):
            words = "We write less often from now on."
            answer_complaint(dossier_id=row.dossier_id, answer=words, by=self.agent, at=moment(today, 15))
        kinds = Task.objects.filter(kind="dossier.decide", state="open").order_by("opened_at", "pk")
        keys = [UUID(key) for key in kinds.values_list("subject_id", flat=True)[:DECISIONS]]
        for dossier in _of(Dossier.objects.filter(pk__in=keys, state__in=LIVE)):
            self._decide(play, dossier, today)
        self._let_rest(play, today)
        self._let_fruitless(play, today)

    def _assign(self, play: Play, today: date) -> None:
        """Money that names no dossier: the account of the payer, and a call, tell whose it is."""
        person = play.house.staff.treasury
        for row in receipts(person, state="waiting").select_related("line").order_by("paid_date", "line_id"):
            who = self.debtors.by_iban.get(row.line.counterparty_iban)
            if who is None or who.dossier is None:
                continue
            number = shown(Dossier.objects.values_list("number", flat=True).get(pk=who.dossier))
            give_to_dossier(
                receipt_id=row.pk, dossier=number, note="called on the known number", by=person, at=moment(today, 9)
            )
            play.desk.tell(Step(today, f"{person.name} says whose it is", number, Money(row.amount_cents)))

    def _settle(self, play: Play, today: date) -> None:
        """What came on a dossier: too much goes back, a little that is left is let be."""
        since = moment(today - timedelta(days=4), 0)
        fresh = Receipt.objects.filter(received_at__gte=since, state="kept").values_list("reference", flat=True)
        told = Direct.objects.filter(reported_at__gte=since, state="reported").values_list("reference", flat=True)
        keys = {*fresh, *told, *self.debtors.touched}
        self.debtors.touched.clear()
        dossiers = list(_of(Dossier.objects.filter(pk__in=keys)))
        for key, stand in stands(dossiers, today).items():
            dossier = next(each for each in dossiers if each.pk == key)
            if stand.up.excess.cents > 0:
                self._give_back(play, dossier, stand, today)
            elif dossier.state in LIVE and Money(0) < stand.up.open.total <= LITTLE:
                self._decides(play, dossier, "settle", "a little that nobody presses for", today)

    def _give_back(self, play: Play, dossier: Dossier, stand: Stand, today: date) -> None:
        """The treasury orders it from the newest payment that is large enough; another confirms the account."""
        person, excess = play.house.staff.treasury, stand.up.excess
        rows = Receipt.objects.filter(reference=dossier.pk, state="kept", amount_cents__gte=excess.cents)
        row = rows.filter(refund__isnull=True).order_by("-paid_date", "-pk").first()
        if row is None:
            return
        at, words = moment(today, 9, 20), "paid too much"
        with suppress(Refusal):  # it was passed on already: the next money of the principal brings it
            refund_to_payer(receipt_id=row.pk, amount=excess, note=words, by=person, at=at)
            play.desk.tell(Step(today, "goes back to the payer", shown(dossier.number), excess))
        for account in BankAccount.objects.filter(state="claimed", company=dossier.debtor.company_id):
            confirm_account(account_id=account.pk, by=play.house.staff.second_treasury, at=moment(today, 9, 30))

    def _call(self, play: Play, today: date) -> None:
        visits = Act.objects.filter(state="planned", kind="visit").select_related("dossier").order_by("due_date", "pk")
        for act in [*calls(viewer=self.agent)[:CALLS], *visits[:CALLS]]:
            who = self.debtors.of(act.dossier)
            result = "no_answer" if who.moved and who.temper != "call" else SAID.get(who.temper, "no_answer")
            with suppress(NotNow):  # something changed since it was planned: it is not done
                note_call(act_id=act.pk, result=result, note="as he said", by=self.agent, at=moment(today, 14))
                if result == "promise" and not who.moved:
                    self._promised(who, act, today)

    def _promised(self, who: Owing, act: Act, today: date) -> None:
        """He says on the phone when he will pay, and pays what is owed on that day."""
        day, who.moved = add_bank_days(today, 3), True
        for invoice_id in invoices_of(act.dossier_id):
            promise(invoice_id=invoice_id, on=day, by=self.agent, at=moment(today, 14, 10))
        dossier = _of(Dossier.objects.filter(pk=act.dossier_id)).get()
        self.debtors.pays(who, day, stand_of(dossier, day).up.open.total)

    def _decide(self, play: Play, dossier: Dossier, today: date) -> None:
        """No step is left, or a case came to nothing: whoever has something is brought to court, the others are given
        up."""
        stand, former = stand_of(dossier, today), Case.objects.filter(dossier=dossier).order_by("-opened_at").first()
        if former is not None and former.state not in OVER:
            return
        way = WAYS.get((stand.situation.country, stand.situation.segment))
        if former is not None:
            way = procedure(former.procedure).leads_to.get(former.state)
        if dossier.vulnerable or stand.situation.insolvent or way is None or stand.total < WORTH:
            self._decides(play, dossier, "give_up", "nothing is to be had, or it costs more", today)
            return
        self._decides(play, dossier, "go_to_court", "nothing else is left", today)
        self.brought.append((dossier, way))

    def _let_rest(self, play: Play, today: date) -> None:
        """Who went bankrupt or died is left alone: the claim is filed, or the principal recalls it."""
        noted = Mark.objects.filter(kind__in=("insolvent", "deceased"), ended_at=None).values("company")
        for dossier in _of(Dossier.objects.filter(state__in=("opened", "amicable"), debtor__company__in=noted)):
            fate = "the claim is filed with the administrator, or the heirs are written to by the principal"
            self._decides(play, dossier, "give_up", fate, today)

    def _let_fruitless(self, play: Play, today: date) -> None:
        """A title that brought nothing for months: there is nothing to be had."""
        since = today - timedelta(days=FRUITLESS)
        keys = Case.objects.filter(state="enforcement", since__lt=since).values("dossier_id")
        for dossier in _of(Dossier.objects.filter(pk__in=keys, state__in=LIVE)):
            self._decides(play, dossier, "give_up", "the bailiff finds nothing", today)

    def _decides(self, play: Play, dossier: Dossier, event: Event, words: str, today: date) -> None:
        decide(dossier_id=dossier.pk, event=event, words=words, by=self.agent, at=moment(today, 16))
        play.desk.tell(Step(today, f"dossier: {event.replace('_', ' ')}", shown(dossier.number)))


def _of(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """With what the rules of a dossier ask for, in the order of their numbers."""
    return rows.select_related("debtor__company", "client__company", "agent").order_by("number")
