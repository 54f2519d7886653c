"""Ledgers that come in: in force without a doubt, before a person with one, refused line by line where wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cessie.domain.client_ledgers import queries
from cessie.domain.client_ledgers.accept import Unexplained, accept
from cessie.domain.client_ledgers.models import Position, Submission
from cessie.domain.client_ledgers.refuse_ledger import refuse_ledger
from cessie.domain.client_ledgers.submit import SentBefore, submit
from cessie.domain.contracts.models import Contract
from cessie.domain.documents.models import Arrival
from cessie.domain.parties.models import Client, Debtor, Mark, Relation
from cessie.domain.parties.set_parent import set_parent
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims
from cessie.lib.money import Money
from cessie.lib.reasons import Reason, Refusal
from cessie.lib.states import WrongState
from tests.domain.client_ledgers.conftest import Send, rows
from tests.domain.conftest import SYSTEM, of_client

FIRST, NEXT, THIRD = date(2026, 9, 1), date(2026, 9, 8), date(2026, 9, 15)
DESK = datetime(2026, 9, 15, 12, tzinfo=UTC)
OPENING = (("F1", "D1", 300_000), ("F2", "D2", 200_000))


def _codes(row: Submission, *, holds: bool = True) -> list[str]:
    return [finding["code"] for finding in row.findings if finding["holds"] == holds]


def _books(contract: Contract) -> dict[str, int]:
    whole = Dims(contract=contract.pk)
    return {code: ledger.balance(code, whole).cents for code in ("1100", "2100")}


@pytest.fixture
def opened(send: Send, an: Viewer) -> Submission:
    """A first ledger of half a million euros, which the desk looked at."""
    row = send(FIRST, rows(*OPENING))
    return accept(submission_id=row.pk, note="Compared with the annual accounts.", by=an, at=DESK)


def test_a_first_ledger_is_looked_at_by_a_person_and_then_bought_whole(
    send: Send, contract: Contract, an: Viewer, owner: Viewer
) -> None:
    row = send(FIRST, rows(*OPENING))
    assert (row.state, _codes(row), row.closing_cents, row.lines) == ("read", ["ledgers.first"], 500_000_00, 2)
    assert Task.objects.get(kind="ledger.doubtful", state="open").client_id == contract.client_id
    assert _books(contract) == {"1100": 0, "2100": 0}
    assert queries.latest(contract.pk, FIRST) is None
    with pytest.raises(NotAllowed):
        accept(submission_id=row.pk, note="Mine.", by=owner, at=DESK)
    accept(submission_id=row.pk, note="Looked at.", by=an, at=DESK)
    fee = Money(500_000_00).cents * 15 // 10_000 * 120 // 100  # 0.15 percent and 20 percent VAT
    assert _books(contract) == {"1100": 500_000_00, "2100": -500_000_00 + fee}
    assert not Task.objects.filter(state="open").exists()
    found = queries.latest(contract.pk, NEXT)
    assert found is not None
    assert [(p.number, p.open_cents) for p in queries.positions(found.pk)] == [("F1", 300_000_00), ("F2", 200_000_00)]
    accept(submission_id=row.pk, note="Looked at.", by=an, at=DESK)
    assert _books(contract)["1100"] == 500_000_00


def test_what_rolls_forward_is_in_force_at_once(opened: Submission, send: Send, contract: Contract) -> None:
    more = [*OPENING, ("F3", "D1", 140_000), ("C1", "D1", -6_000, -6_000, "credit note")]
    row = send(NEXT, rows(*more))
    assert (row.state, row.difference_cents, row.findings) == ("accepted", 0, [])
    six = (row.opening_cents, row.invoices_cents, row.credit_notes_cents, row.cash_cents, row.adjustments_cents)
    assert six == (500_000_00, 140_000_00, 6_000_00, 0, 0)
    assert row.closing_cents == 634_000_00 == _books(contract)["1100"]
    opened.refresh_from_db()
    assert opened.state == "superseded"
    debtor = Relation.objects.get(client=contract.client_id, reference="D1").debtor_id
    assert ledger.exposures([debtor])[debtor] == Money(434_000_00)
    # As it was known before, the former one is in force.
    then = queries.latest(contract.pk, THIRD, known_at=datetime(2026, 9, 8, 15, tzinfo=UTC))
    assert then is None or then.pk != row.pk


def test_what_does_not_roll_forward_is_explained_document_by_document(
    opened: Submission, send: Send, contract: Contract, an: Viewer
) -> None:
    row = send(NEXT, rows(("F1", "D1", 250_000, 300_000)))
    assert (row.state, row.difference_cents) == ("read", -250_000_00)
    told = [Reason.from_json(finding) for finding in row.findings]
    assert [(each.code, each.facts.get("number")) for each in told] == [
        ("ledgers.does_not_roll", None), ("ledgers.vanished", "F2"), ("ledgers.changed", "F1"),
    ]  # fmt: skip
    assert told[2].facts["difference"] == Money(-50_000_00)
    assert _books(contract)["1100"] == 500_000_00  # nothing is financed on it, nothing taken back
    # The desk takes what is missing as dilution; the client bears it.
    row = accept(submission_id=row.pk, note="Set off by the debtor, letter seen.", by=an, at=DESK)
    assert (row.adjustments_cents, row.difference_cents) == (250_000_00, 0)
    assert _books(contract)["1100"] == 250_000_00


def test_what_has_more_than_is_explained_is_sent_anew(
    opened: Submission, send: Send, contract: Contract, an: Viewer
) -> None:
    send(NEXT, rows(("F1", "D1", 100_000, 300_000), ("F2", "D2", 200_000)))
    row = send(THIRD, rows(("F1", "D1", 300_500, 300_500), ("F2", "D2", 200_000)))
    assert Submission.objects.filter(state="read").count() == 1  # the one before gave way
    with pytest.raises(Unexplained) as no:
        accept(submission_id=row.pk, note="It will do.", by=an, at=DESK)
    assert no.value.code == "ledgers.unexplained"
    refused = refuse_ledger(submission_id=row.pk, note="F1 has grown.", by=an, at=DESK)
    assert (refused.state, refused.note) == ("refused", "F1 has grown.")
    with pytest.raises(WrongState):
        accept(submission_id=row.pk, note="After all.", by=an, at=DESK)
    assert queries.latest(contract.pk, THIRD) == opened


def test_differences_of_two_debtors_do_not_set_each_other_off(opened: Submission, send: Send) -> None:
    row = send(NEXT, rows(("F1", "D1", 299_000, 300_000), ("F2", "D2", 201_000, 201_000)))
    assert (row.state, row.difference_cents) == ("read", 0)
    assert _codes(row) == ["ledgers.set_off", "ledgers.changed", "ledgers.changed"]


def test_a_credit_note_that_came_and_went_explains_itself(opened: Submission, send: Send, contract: Contract) -> None:
    row = send(NEXT, rows(("F1", "D1", 290_000, 300_000), ("F2", "D2", 200_000), ("C1", "D1", 0, -10_000, "avoir")))
    assert (row.state, row.credit_notes_cents, row.difference_cents) == ("accepted", 10_000_00, 0)
    assert _books(contract)["1100"] == 490_000_00


def test_an_invoice_that_falls_due_later_than_it_did_is_named(opened: Submission, send: Send) -> None:
    row = send(NEXT, rows(("F1", "D1", 300_000, 300_000, "invoice", "2026-12-01"), OPENING[1]))
    assert (row.state, _codes(row)) == ("read", ["ledgers.due_moved"])


def test_debtors_in_credit_and_of_the_clients_own_group_are_named_and_not_financed(
    opened: Submission, send: Send, contract: Contract, client_: Client
) -> None:
    own = Debtor.objects.get(pk=Relation.objects.get(reference="D1").debtor_id).company_id
    set_parent(company_id=own, parent_id=client_.company_id, by=SYSTEM, at=DESK)
    row = send(NEXT, rows(*OPENING, ("C9", "D3", -500, -500, "credit note")))
    assert _codes(row, holds=False) == ["ledgers.in_favour", "ledgers.affiliate"]
    assert row.state == "accepted"
    assert _books(contract)["1100"] == 500_000_00  # what stands in a debtor's favour is no negative claim
    row = send(THIRD, rows(*OPENING, ("C9", "D3", -500, -500, "credit note"), ("F9", "D3", 2_000)))
    assert _books(contract)["1100"] == 501_500_00 == row.closing_cents


def test_every_wrong_line_is_named_and_nothing_is_kept_of_the_file(send: Send, contract: Contract) -> None:
    bad = rows(("F1", "D1", 10), ("F1", "D1", 10), ("F2", "D2", -5, -5, "factuur"))
    row = send(FIRST, bad)
    assert (row.state, _codes(row), row.problems) == ("refused", ["client_ledger.negative"], 1)
    row = send(FIRST, rows(("F1", "D1", 10), ("F2", "D1", 10), ("F1", "D1", 10)))
    assert (row.state, _codes(row)) == ("refused", ["client_ledger.twice"])
    assert row.findings[0]["facts"] == {"line": 4, "number": "F1", "first": 2}
    assert not Position.objects.exists()
    fec = b"JournalCode|EcritureNum|EcritureDate|CompteNum|CompAuxNum|PieceRef|EcritureLet|Debit|Credit\n"
    row = send(FIRST, fec + b"VE|1|20260302|411000|D1|F1||12,00|0,00\nVE|1|20260302|706000||F1||0,00|10,00\n")
    assert (row.state, _codes(row)) == ("refused", ["fec.balance"])


def test_one_debtor_under_two_numbers_is_named(send: Send) -> None:
    head = "Number;Customer;Name;VAT;Date;Due;Open\n"
    same = "BE0403019261"
    data = f"{head}F1;D1;Een;{same};2026-08-15;2026-09-15;10\nF2;D9;Twee;{same};2026-08-15;2026-09-15;10\n"
    row = send(FIRST, data.encode())
    assert "ledgers.debtor_twice" in _codes(row)
    assert not Mark.objects.filter(kind="consumer").exists()


def test_the_same_file_and_an_older_one(opened: Submission, send: Send, contract: Contract, owner: Viewer) -> None:
    again = send(FIRST, rows(*OPENING))
    assert again.pk == opened.pk
    with pytest.raises(SentBefore) as no:
        send(NEXT, rows(*OPENING))
    assert no.value.code == "ledgers.same_file"
    with pytest.raises(SentBefore) as no:
        send(date(2026, 8, 31), rows(("F1", "D1", 1)))
    assert no.value.code == "ledgers.older"
    assert Arrival.objects.filter(refusal__code="ledgers.older").count() == 1


def test_who_may_send_and_for_which_contract(
    contract: Contract, other_client: Client, an: Viewer, bob: Viewer, client_: Client
) -> None:
    def sent(by: Viewer, *, day: date = FIRST) -> Submission:
        return submit(
            contract_id=contract.pk, data=rows(*OPENING), name="x", as_of=day, channel="api", by=by, at=DESK
        )  # fmt: skip

    reader = Viewer(key="user:reader", kind="client", client_ids=frozenset({client_.pk}))
    for stranger, refusal in ((of_client(other_client.pk), NotFound), (reader, NotAllowed), (bob, NotAllowed)):
        with pytest.raises(refusal):
            sent(stranger)
    with pytest.raises(Refusal) as no:
        sent(an, day=date(2026, 9, 16))
    assert no.value.code == "ledgers.to_come"
    row = sent(an)
    with pytest.raises(NotFound):
        queries.submission(of_client(other_client.pk), row.pk)


def test_a_ledger_that_does_not_come_is_late(opened: Submission, contract: Contract) -> None:
    assert queries.standing(contract.pk, date(2026, 10, 10)).fresh
    late = queries.standing(contract.pk, date(2026, 10, 13))
    assert (late.wanted, late.due, late.late) == (date(2026, 9, 30), date(2026, 10, 10), 3)


def test_an_amount_or_a_sign_that_no_document_has_is_named_by_line(send: Send) -> None:
    """The database could keep neither: the file is refused, not the page broken."""
    head = "kind,number,debtor,date,amount\n"
    row = send(FIRST, f"{head}invoice,F1,D1,2026-08-01,9999999999999.00\ninvoice,F\0,D1,2026-08-01,1.00\n".encode())
    assert (row.state, [(each["code"], each["facts"]["line"]) for each in row.findings]) == (
        "refused", [("client_ledger.impossible", 2), ("client_ledger.impossible", 3)],
    )  # fmt: skip
