"""Lines that are not financed any more: in a claim on the insurer, or back with the client; never bought or charged
again, whatever later ledgers show."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cessie.domain.availability.leaving import leaving
from cessie.domain.availability.run import run
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.let_in import let_in
from cessie.domain.client_ledgers.match import match
from cessie.domain.client_ledgers.models import Apart, Dedicated
from cessie.domain.client_ledgers.set_apart import NotThere, set_apart
from cessie.domain.client_ledgers.sweep import sweep
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.credit.accept_claim import SamePerson, accept_claim
from cessie.domain.credit.claims import due
from cessie.domain.credit.end_claim import end_claim
from cessie.domain.credit.file_lines import AnotherClaim
from cessie.domain.credit.insure import insure
from cessie.domain.credit.insured import claim as claim_facts
from cessie.domain.credit.models import Claim, ClaimLine
from cessie.domain.credit.rules.conditions import Conditions
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.credit.tell import tell_claim
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.terms.contract import Definancing
from cessie.workflows.balances import definancing
from cessie.workflows.losses import insuring
from cessie.workflows.losses.telling import _about as told_of
from tests.bank_files import COLLECTION, Row
from tests.domain.client_ledgers.conftest import FIRST, NEXT, Send, at, bank, held, receipts, rows, say, sound
from tests.domain.conftest import AT, SYSTEM, staff

THIRD = NEXT + timedelta(days=7)
LATE = date(2027, 1, 4)
F1, F2, F3 = ("F1", "D1", 300_000), ("F2", "D1", 100_000), ("F3", "D2", 200_000)
POLICY = Conditions(
    insurer="Verzekeraar", number="POL-1", iban="NL91ABNA0417164300", insured_percent=Decimal(90), basis="NET",
    arrears_days=60, waiting_months=6, valid_from=date(2026, 1, 1),
)  # fmt: skip

covered = pytest.mark.parametrize("terms", [{"insurance": "FACTOR_POLICY"}])


@pytest.fixture
def bea(db: None) -> Viewer:
    return staff("bea", "credit")


@pytest.fixture
def terms() -> dict[str, object]:
    """What is agreed beside the product; a test that wants others says so."""
    return {}


@pytest.fixture
def contract(client_: Client, store_folder: Path, terms: dict[str, object]) -> Contract:
    """Confidential, on balances, with full recourse."""
    return open_contract(
        client_id=client_.pk, number="B001", preset="confidential_balance", valid_from=date(2026, 1, 1),
        changes={"vat_country": "FR", **terms}, by=SYSTEM, at=AT,
    )  # fmt: skip


@pytest.fixture
def debtor(account: Dedicated, send: Send, an: Viewer) -> Debtor:
    """The first of two debtors of a ledger of 600,000 in force, insured for 250,000."""
    row = send(FIRST, rows(F1, F2, F3))
    accept(submission_id=row.pk, note="Looked at.", by=an, at=at(FIRST))
    insure(conditions=POLICY, by=an, at=AT)
    found = Debtor.objects.get(company__name="Debtor D1")
    set_limit(debtor_id=found.pk, kind="insured", amount=Money(250_000_00), valid_from=FIRST, by=SYSTEM, at=at(FIRST))
    return found


def claim(contract: Contract, debtor: Debtor, *numbers: str, by: Viewer, vat: int = 50_000) -> Claim:
    return insuring.claim_lines(
        contract_id=contract.pk, debtor_id=debtor.pk, numbers=numbers, vat=Money(vat * 100), note="bankrupt", by=by,
        at=at(NEXT),
    )  # fmt: skip


def back(contract: Contract, debtor: Debtor, *numbers: str, by: Viewer, day: date = LATE) -> list[Apart]:
    return set_apart(
        contract_id=contract.pk, debtor_id=debtor.pk, numbers=numbers, cause="charged_back", note="90 days", by=by,
        at=at(day),
    )  # fmt: skip


def euros(contract: Contract, *codes: str) -> tuple[int, ...]:
    return tuple(held(code, contract) // 100 for code in codes)


@covered
def test_a_claim_is_for_lines_of_one_debtor_and_no_ledger_buys_them_again(
    contract: Contract, debtor: Debtor, send: Send, an: Viewer, bea: Viewer
) -> None:
    """300,000 of which 50,000 VAT under a limit of 250,000: 225,000 indemnity, 50,000 VAT; what is left, 25,000, goes
    back to the client, who bears the risk. The next ledger still shows the line, the one after it does not: neither
    buys it or charges it."""
    for _ in range(2):
        row = claim(contract, debtor, "F1", by=an)
    assert (row.number, row.claimed_cents, row.insured_limit_cents) == ("POL-1-0001", 300_000_00, 250_000_00)
    assert euros(contract, "1100", "1110") == (300_000, 300_000)
    with pytest.raises(AnotherClaim):
        claim(contract, debtor, "F2", by=an)
    assert euros(contract, "1110") == (300_000,)
    sound()
    with pytest.raises(SamePerson):
        accept_claim(claim_id=row.pk, note="letter", by=an, at=at(NEXT))
    before = held("2100", contract)
    for _ in range(2):
        loss = accept_claim(claim_id=row.pk, note="letter", by=bea, at=at(NEXT))
    parts = (loss.indemnity, loss.vat_relief, loss.own_risk, loss.charged)
    assert parts == (Money(225_000_00), Money(50_000_00), Money(0), Money(25_000_00))
    assert claim_facts(viewer=an, claim_id=row.pk).shares == loss
    assert (held("2100", contract) - before, *euros(contract, "1110", "5000")) == (25_000_00, 0, 0)
    owed = held("2100", contract)
    still = send(NEXT, rows(F1, F2, F3, ("F4", "D1", 10_000)))
    assert (still.state, still.difference_cents, still.invoices_cents) == ("accepted", 0, 10_000_00)
    assert [finding["code"] for finding in still.findings] == ["ledgers.apart_doubtful"]
    gone = send(THIRD, rows(F2, F3, ("F4", "D1", 10_000)))
    assert (gone.state, gone.adjustments_cents) == ("accepted", 300_000_00)
    assert euros(contract, "1100") == (310_000,)
    assert owed - held("2100", contract) == 10_000_00 - 18_00  # F4 alone was bought, with its commission
    again = send(THIRD + timedelta(days=7), rows(("F4", "D1", 10_000), F1, F2, F3))
    assert (again.state, again.invoices_cents, *euros(contract, "1100")) == ("accepted", 0, 310_000)
    sound()
    for _ in range(2):
        end_claim(claim_id=row.pk, event="reopen", note="of another", by=bea, at=at(THIRD))
    assert euros(contract, "1110") == (300_000,)
    sound()


@pytest.mark.parametrize("terms", [{"insurance": "FACTOR_POLICY", "recourse": "NONE"}])
def test_without_recourse_the_house_bears_what_is_not_covered(
    contract: Contract, debtor: Debtor, an: Viewer, bea: Viewer
) -> None:
    row = claim(contract, debtor, "F1", "F2", by=an, vat=0)
    loss = accept_claim(claim_id=row.pk, granted=Money(180_000_00), note="letter", by=bea, at=at(NEXT))
    assert (loss.own_risk, loss.charged) == (Money(220_000_00), Money(0))
    assert euros(contract, "1110", "5000") == (0, 220_000)
    sound()


@covered
def test_the_insurer_hears_of_each_line_and_his_money_closes_the_claim(
    contract: Contract, debtor: Debtor, an: Viewer, bea: Viewer
) -> None:
    row = claim(contract, debtor, "F1", "F2", by=an, vat=0)
    whose, items = told_of(tell_claim(claim_id=row.pk, by=an, at=at(NEXT)))
    assert (whose, [(item.number, item.open) for item in items]) == (
        debtor.pk, [("F1", Money(300_000_00)), ("F2", Money(100_000_00))],
    )  # fmt: skip
    accept_claim(claim_id=row.pk, granted=Money(225_000_00), note="letter", by=bea, at=at(NEXT))
    bank(COLLECTION, NEXT, 0, Row(225_000_00, text="claim POL-1-0001", iban=POLICY.iban))
    row.refresh_from_db()
    assert (row.state, due(row), *euros(contract, "1110")) == ("paid", Money(0), 0)
    sound()


@covered
def test_a_refused_claim_frees_its_lines_for_another_or_for_the_client(
    contract: Contract, debtor: Debtor, an: Viewer, bea: Viewer
) -> None:
    first = claim(contract, debtor, "F1", by=an)
    with pytest.raises(Refusal) as no:
        let_in(apart_id=Apart.objects.get().pk, note="he lives", by=an, at=at(NEXT))
    assert no.value.code == "ledgers.in_a_claim"
    with pytest.raises(Refusal) as no:
        back(contract, debtor, "F1", by=an)
    assert (no.value.code, *euros(contract, "1110")) == ("ledgers.in_a_claim", 300_000)
    end_claim(claim_id=first.pk, event="refuse", note="too late", by=bea, at=at(NEXT))
    second = claim(contract, debtor, "F1", by=an)
    assert (second.number, ClaimLine.objects.filter(live=True).count()) == ("POL-1-0002", 1)
    end_claim(claim_id=second.pk, event="withdraw", note="paid soon", by=an, at=at(NEXT))
    (row,) = back(contract, debtor, "F1", by=an)
    assert (row.booked_cents, *euros(contract, "1100", "1110")) == (300_000_00, 300_000, 0)
    with pytest.raises(Refusal) as no:
        let_in(apart_id=row.pk, note="no", by=an, at=at(LATE))
    assert no.value.code == "ledgers.was_doubtful"
    sound()


def test_a_debtor_who_is_not_insured_cannot_be_claimed(contract: Contract, debtor: Debtor, an: Viewer) -> None:
    with pytest.raises(Refusal) as no:
        claim(contract, debtor, "F1", by=an)
    assert (no.value.code, Apart.objects.count()) == ("credit.line_not_insured", 0)


def test_lines_go_back_to_the_client_once_and_are_taken_back_as_they_were(
    contract: Contract, debtor: Debtor, send: Send, an: Viewer, bob: Viewer
) -> None:
    before = euros(contract, "1100", "2100")
    with pytest.raises(Refusal) as no:
        back(contract, debtor, "F1", by=an, day=NEXT)
    assert no.value.code == "purchase.recourse_waits"
    with pytest.raises(NotAllowed):
        back(contract, debtor, "F1", by=bob)
    with pytest.raises(NotThere):
        back(contract, debtor, "F9", by=an)
    for _ in range(2):
        back(contract, debtor, "F1", "F2", by=SYSTEM)
    assert euros(contract, "1100", "2100") == (before[0] - 400_000, before[1] + 400_000)
    sound()
    one = Apart.objects.get(number="F1")
    for _ in range(2):
        let_in(apart_id=one.pk, note="he paid the day before", by=an, at=at(LATE))
    assert euros(contract, "1100") == (before[0] - 100_000,)
    two = Apart.objects.get(number="F2")
    send(LATE, rows(F1, F3))
    sound()
    with pytest.raises(Refusal) as no:
        let_in(apart_id=two.pk, note="no", by=an, at=at(LATE))
    assert no.value.code == "ledgers.not_as_it_was"
    assert euros(contract, "1100") == (before[0] - 100_000,)


def test_a_line_apart_is_not_drawn_on(contract: Contract, debtor: Debtor, an: Viewer) -> None:
    def out() -> int:
        pool = run(contract_id=contract.pk, by=SYSTEM, at=at(NEXT)).pool
        return sum(cents for code, cents, _left in pool.steps if code == "HOLD")

    assert out() == 0
    (apart,) = set_apart(
        contract_id=contract.pk, debtor_id=debtor.pk, numbers=["F2"], cause="doubtful", note="bankrupt", by=an,
        at=at(NEXT),
    )  # fmt: skip
    assert out() == 100_000_00
    let_in(apart_id=apart.pk, note="good", by=an, at=at(NEXT))
    assert out() == 0


def test_credits_of_the_debtor_lower_what_is_doubtful(
    contract: Contract, account: Dedicated, send: Send, an: Viewer
) -> None:
    """What stood on his account is what the house financed: 300,000 less a credit note of 120,000."""
    row = send(FIRST, rows(F1, ("C1", "D1", -120_000, -120_000, "credit note"), F3))
    accept(submission_id=row.pk, note="Looked at.", by=an, at=at(FIRST))
    found = Debtor.objects.get(company__name="Debtor D1")
    (apart,) = set_apart(
        contract_id=contract.pk, debtor_id=found.pk, numbers=["F1"], cause="doubtful", note="bankrupt", by=an,
        at=at(NEXT),
    )  # fmt: skip
    assert (apart.open_cents, apart.booked_cents) == (300_000_00, 180_000_00)
    assert euros(contract, "1100", "1110") == (200_000, 180_000)
    sound()
    let_in(apart_id=apart.pk, note="good", by=an, at=at(NEXT))
    assert euros(contract, "1100", "1110") == (380_000, 0)
    sound()


@covered
def test_money_for_lines_apart_goes_where_it_belongs(
    contract: Contract, debtor: Debtor, owner: Viewer, an: Viewer, bea: Viewer
) -> None:
    """Of the accepted claim it is shared as the loss was borne (P27), of a line that went back it is the client's, and
    what is financed is paid."""
    row = claim(contract, debtor, "F1", by=an)
    accept_claim(claim_id=row.pk, note="letter", by=bea, at=at(NEXT))
    back(contract, debtor, "F2", by=an)
    (money,) = receipts(130_000_00, day=LATE)
    words = [say(money.pk, "F1", 30_000), say(money.pk, "F2", 60_000), say(money.pk, "F3", 40_000)]
    match(contract_id=contract.pk, words=words, by=owner, at=at(LATE))
    sound()
    before = sum(euros(contract, "2100", "2120"))  # what the fund is too much goes to the client
    going = sweep(contract_id=contract.pk, by=owner, at=at(LATE))
    bank(COLLECTION, LATE + timedelta(days=1), 0, Row(130_000_00, going.reference))
    assert euros(contract, "1100") == (160_000,)
    # 30,000: 5,000 VAT, then 22,500 to the insurer and 2,500 to the client, who bore the rest
    assert before - sum(euros(contract, "2100", "2120")) == 62_500
    assert euros(contract, "2400", "5010") == (-5_000 - 180, 0)  # 180 of the commission
    sound()


def test_money_under_way_is_waited_for(contract: Contract, debtor: Debtor, owner: Viewer, an: Viewer) -> None:
    (money,) = receipts(1_000_00)
    match(contract_id=contract.pk, words=[say(money.pk, "F1", 1_000)], by=owner, at=at(NEXT))
    with pytest.raises(Refusal) as no:
        back(contract, debtor, "F1", by=an)
    assert no.value.code == "ledgers.money_under_way"


@pytest.mark.parametrize("terms", [{"definancing": Definancing(30, "CHARGEBACK")}])
def test_the_night_gives_back_what_is_overdue_too_long(
    contract: Contract, debtor: Debtor, owner: Viewer, an: Viewer
) -> None:
    """All three were due on 1 October: not yet after 30 days, all but the one with money under way after 31."""
    (money,) = receipts(1_000_00)
    match(contract_id=contract.pk, words=[say(money.pk, "F2", 1_000)], by=owner, at=at(NEXT))
    told = leaving(contract, date(2026, 10, 20))
    assert {(row.number, row.leaves) for row in told} == {(n, date(2026, 11, 1)) for n in ("F1", "F2", "F3")}
    assert definancing.night(by=SYSTEM, at=at(date(2026, 10, 31))) == 0
    gone = list[object]()

    def die(**told: object) -> list[Apart]:
        if gone:
            raise InterruptedError
        gone.append(told)
        return set_apart(**told)  # type: ignore[arg-type]  # as it was asked

    with pytest.MonkeyPatch.context() as killed:
        killed.setattr(definancing, "set_apart", die)
        with pytest.raises(InterruptedError):
            definancing.night(by=SYSTEM, at=at(date(2026, 11, 1)))
    once = Apart.objects.count()
    assert [definancing.night(by=SYSTEM, at=at(date(2026, 11, 1))) for _ in range(2)] == [2 - once, 0]
    assert euros(contract, "1100") == (100_000,)
    assert {row.number for row in leaving(contract, date(2026, 11, 1))} == {"F2"}
    sound()
