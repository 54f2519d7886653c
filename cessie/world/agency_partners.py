"""Lawyers, bailiffs and courts of the simulated agency: they take cases or not, act when they come to it, and bill.

Each knows a case only as its partner sees it and acts through the verbs of the partner's portal. One bailiff is always
too early: the house must refuse him until the day has come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final, Literal

from cessie.domain.collection.models import Dossier
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.collection.standing import stand_of
from cessie.domain.parties.register import register_company
from cessie.domain.proceedings.assign import answer, assign
from cessie.domain.proceedings.conditions import REGISTERS
from cessie.domain.proceedings.models import Assignment, Case, Cost, Partner
from cessie.domain.proceedings.note_cost import decide_cost, note_cost
from cessie.domain.proceedings.open_case import open_case
from cessie.domain.proceedings.partners import add_partner, let_person_in
from cessie.domain.proceedings.report import report
from cessie.domain.proceedings.rules.states import OVER
from cessie.domain.proceedings.set_tariff import decide_tariff, enter_tariff
from cessie.domain.users.rules.viewer import Viewer
from cessie.law.guards import Unlawful
from cessie.lib.days import add_bank_days, bank_day_from
from cessie.lib.money import Money
from cessie.world.agency_debtors import AgencyDebtors, Play
from cessie.world.agency_people import register
from cessie.world.desk import Step
from cessie.world.stage import WORLD, login, moment

Who = Literal["house", "lawyer", "bailiff"]
PAPERS: Final = ("solvency_acceptable", "register_opened", "evidence_attached", "reply_form_attached")


@dataclass(frozen=True)
class Act:
    """What is done next in a state, by whom, at least so many days after the last act; ``gap``: days to a hearing."""

    who: Who
    name: str
    after: int
    stated: tuple[str, ...] = ()
    gap: int = 0


_COURT: Final[Mapping[str, Act]] = {
    "instructed": Act("bailiff", "summoned", 9, ("evidence_attached",), gap=21),
    "summoned": Act("bailiff", "judged_by_default", 0, ("debtor_absent",)),
    "judged_by_default": Act("bailiff", "title_served", 12),
    "served": Act("bailiff", "enforced", 0),
}
#: By procedure and state. A court's acts are told by the bailiff, who hears of them first.
NEXT: Final[Mapping[str, Mapping[str, Act]]] = {
    "be_ios": {
        "amicable": Act("house", "escalate", 0),
        "lawyer_review": Act("lawyer", "approve", 4),
        "bailiff_assigned": Act("bailiff", "served", 6, PAPERS),
        "cooling": Act("bailiff", "record_drawn", 0),  # who is too early is refused
        "record_ready": Act("bailiff", "record_drawn", 2),
        "record_drawn": Act("bailiff", "record_submitted", 3),
        "at_magistrate": Act("bailiff", "declared_enforceable", 8),
        "enforceable": Act("bailiff", "title_served", 5),
    },
    "be_court": {
        "preparing": Act("house", "escalate", 0), "lawyer_review": Act("lawyer", "approve", 5), **_COURT,
    },
    "nl_summons": {
        "preparing": Act("house", "instruct", 0), "lawyer_review": Act("lawyer", "approve", 5), **_COURT,
    },
    "fr_order": {
        "preparing": Act("house", "requested", 0),
        "requested": Act("bailiff", "ordered", 20),
        "ordered": Act("bailiff", "title_served", 10),
        "served": Act("bailiff", "enforced", 0),
        "enforceable": Act("bailiff", "enforced", 4),
    },
}  # fmt: skip
#: What a partner asks for an act, in cents; the lawyer's is above the tariff, and a person decides.
PRICES: Final = {"served": 182_35, "summoned": 128_40, "title_served": 96_20, "record_drawn": 54_10, "approve": 75_00}
#: Which of them the house's tariff has.
TARIFF: Final = {"BE": ("served", "summoned", "title_served", "record_drawn"), "NL": ("summoned", "title_served"),
                 "FR": ("title_served",)}  # fmt: skip
#: Who refuses the first case that he is offered in so many.
REFUSES: Final = 9
#: The debtor's answer to a summons by his temper; days after the service, bank days for money.
PAYS_AFTER: Final = {"summons": 8, "pays_in_court": 45, "silent": 150}
#: What says that the day has not come.
EARLY: Final = ("procedure.early", "procedure.not_now")
#: Days after which a case that stands in enforcement is given up where nothing came.
FRUITLESS: Final = 120
#: By country, role and number: who are the partners; the second takes what the first has no time for.
OFFICES: Final = (
    ("BE", "lawyer", 1), ("BE", "lawyer", 2), ("BE", "bailiff", 1), ("BE", "bailiff", 2), ("NL", "lawyer", 1),
    ("NL", "bailiff", 1), ("NL", "bailiff", 2), ("FR", "bailiff", 1), ("FR", "bailiff", 2),
)  # fmt: skip
#: Their numbers in the registers begin beyond those of the debtors.
FIRST_OFFICE: Final = 9_900


@dataclass
class Partners:
    """``people``: the logins by partner; ``answered``: cases whose debtor made up his mind."""

    debtors: AgencyDebtors
    agent: Viewer
    people: dict[str, tuple[Partner, Viewer]] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)

    def begin(self, play: Play, dossier: Dossier, way: str, today: date) -> None:
        """A case is opened and given to the partners of its country."""
        at = moment(today, 16, 20)
        try:
            case = open_case(dossier_id=dossier.pk, procedure_name=way, by=self.agent, at=at)
        except Unlawful as no:
            play.desk.tell(Step(today, "no case can be opened", shown(dossier.number), reasons=(no.reason,)))
            return
        play.desk.tell(Step(today, f"case: {way}", shown(dossier.number)))
        self._give(case, today)

    def day(self, play: Play, today: date) -> None:
        """Whoever has a case answers, acts and bills; the house does its part; debtors answer what was served."""
        for row in Assignment.objects.filter(state="offered").select_related("case__dossier", "partner"):
            self._answer(play, row, today)
        for case in self._running():
            self._act(play, case, today)
        for cost in Cost.objects.filter(state="asked").order_by("asked_at", "pk"):
            words = "as agreed with the law firm"
            decide_cost(cost_id=cost.pk, agree=True, words=words, by=self.agent, at=moment(today, 16, 40))

    def _running(self) -> list[Case]:
        rows = Case.objects.exclude(state__in=OVER).select_related(
            "dossier__debtor__company", "dossier__client__company"
        )
        return list(rows.order_by("dossier__number"))

    def _give(self, case: Case, today: date, other: str = "") -> None:
        country = case.dossier.debtor.company.country
        for name, (partner, _person) in self.people.items():
            given = Assignment.objects.filter(case=case, role=partner.role, state__in=("offered", "accepted")).exists()
            if name.startswith(country) and not given and name != other:
                assign(case_id=case.pk, partner_id=partner.pk, by=self.agent, at=moment(today, 16, 25))

    def _answer(self, play: Play, row: Assignment, today: date) -> None:
        """After some days he takes it; now and then he has no time, and another gets it."""
        dice = _dice(row.case, row.role)
        if moment(today, 12) < row.offered_at + timedelta(days=dice.randrange(1, 6)):
            return
        name = next(key for key, (partner, _) in self.people.items() if partner.pk == row.partner_id)
        busy = name.endswith("1") and row.case.dossier.number % REFUSES == 0
        words = "no time this month" if busy else ""
        answer(case_id=row.case_id, take=not busy, words=words, by=self.people[name][1], at=moment(today, 12))
        if busy:
            play.desk.tell(Step(today, f"{row.role} refuses a case", shown(row.case.dossier.number)))
            self._give(row.case, today, other=name)

    def _act(self, play: Play, case: Case, today: date) -> None:
        coming = NEXT[case.procedure].get(case.state)
        if coming is None or (today - case.since).days < coming.after + _dice(case, case.state).randrange(4):
            return
        by = self._person(case, coming.who)
        if by is None:
            return
        fixed = bank_day_from(today + timedelta(days=coming.gap)) if coming.gap else None
        try:
            report(
                case_id=case.pk, act=coming.name, on=today, stated=coming.stated, fixed=fixed, by=by,
                at=moment(today, 12, 30),
            )  # fmt: skip
        except Unlawful as no:
            self._refused(play, case, coming, no, today)
            return
        play.desk.tell(Step(today, f"{case.procedure}: {coming.name}", shown(case.dossier.number)))
        if coming.who != "house" and coming.name in PRICES:
            price = Money(PRICES[coming.name])
            note_cost(case_id=case.pk, act=coming.name, on=today, amount=price, by=by, at=moment(today, 12, 45))
        if coming.name in ("served", "summoned") or (case.procedure, coming.name) == ("fr_order", "title_served"):
            self._served(play, case, today)

    def _refused(self, play: Play, case: Case, coming: Act, no: Unlawful, today: date) -> None:
        """Too early: he tries again. A condition that will not come back: the house takes the case back."""
        play.desk.events[f"act_refused_{no.guard or 'other'}"] += 1
        if no.reason.code in EARLY:
            return
        play.desk.tell(Step(today, f"{coming.name} is refused", shown(case.dossier.number), reasons=(no.reason,)))
        if (today - case.since).days > FRUITLESS:
            report(case_id=case.pk, act="withdraw", on=today, words=str(no), by=self.agent, at=moment(today, 16, 30))

    def _person(self, case: Case, who: Who) -> Viewer | None:
        """Whoever acts; None while nobody has taken the case in this role."""
        if who == "house":
            return self.agent
        row = Assignment.objects.filter(case=case, role=who, state="accepted").first()
        found = [person for partner, person in self.people.values() if row and partner.pk == row.partner_id]
        return found[0] if found else None

    def _served(self, play: Play, case: Case, today: date) -> None:
        """The debtor holds it in his hands."""
        who, bailiff = self.debtors.of(case.dossier), self._person(case, "bailiff")
        if str(case.dossier_id) in self.answered or bailiff is None:
            return
        self.answered.add(str(case.dossier_id))
        day = add_bank_days(today, PAYS_AFTER.get(who.temper, 6))
        if who.temper in PAYS_AFTER:
            self.debtors.later.append((day, lambda now: self._pays_all(case.dossier, now)))
        act = {"contests": "contested", "instalments": "instalments_asked"}.get(who.temper, "")
        if act and case.procedure == "be_ios":
            self.debtors.later.append((day, lambda now: self._replies(play, case, act, bailiff, now)))

    def _pays_all(self, dossier: Dossier, today: date) -> None:
        """He pays all that is owed on the day on which his money arrives."""
        row = Dossier.objects.select_related("debtor__company", "client__company").get(pk=dossier.pk)
        owed = stand_of(row, add_bank_days(today, 1)).up.open.total
        if owed.cents > 0:
            self.debtors.pays(self.debtors.of(row), today, owed)

    def _replies(self, play: Play, case: Case, act: str, bailiff: Viewer, today: date) -> None:
        """The form comes back to the bailiff, who tells it; instalments are granted, and he pays in two parts."""
        if Case.objects.get(pk=case.pk).state in OVER:
            return
        words = "by the reply form"
        report(case_id=case.pk, act=act, on=today, words=words, by=bailiff, at=moment(today, 18))
        play.desk.tell(Step(today, f"{case.procedure}: {act}", shown(case.dossier.number)))
        if act != "instalments_asked":
            return
        report(case_id=case.pk, act="plan_accepted", on=today, words=words, by=self.agent, at=moment(today, 18, 30))
        half = stand_of(case.dossier, today).up.open.total.split(2)[0]
        self.debtors.pays(self.debtors.of(case.dossier), add_bank_days(today, 5), half)
        self.debtors.later.append((add_bank_days(today, 25), lambda now: self._pays_all(case.dossier, now)))


def come(play: Play, debtors: AgencyDebtors, agent: Viewer, second: Viewer, today: date) -> Partners:
    """The offices with their people, and the house's tariff, by two people."""
    made, at = Partners(debtors, agent), moment(today, 8, 20)
    for place, (country, role, number) in enumerate(OFFICES):
        name = f"{country}-{role}-{number}"
        numbers = {REGISTERS[country]: register(country, FIRST_OFFICE + place)}
        called = f"Demo {role} {country} {number}"
        company = register_company(name=called, country=country, identifiers=numbers, by=WORLD, at=at)
        office = add_partner(company_id=company.pk, role=role, districts=[], by=agent, at=at)
        email = f"{name.lower()}@partner.example"
        person = login(play.house.staff.administrator, email, f"{name} Demo", "partner", (), "nl", at)
        if person.user_id is None:
            raise AssertionError("a login is a user")
        let_person_in(partner_id=office.pk, user_id=person.user_id, by=agent, at=at)
        made.people[name] = (office, person)
    for country, acts in TARIFF.items():
        for act in acts:
            entered = enter_tariff(
                country=country,
                act=act,
                amount=Money(PRICES[act]),
                since=today,
                source="made-up tariff",
                by=agent,
                at=at,
            )
            decide_tariff(tariff_id=entered.pk, confirm=True, by=second, at=at)
    return made


def _dice(case: Case, what: str) -> Random:
    return Random(f"{case.dossier.number} {what}")  # noqa: S311 - play, not secrets
