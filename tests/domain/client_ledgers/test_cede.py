"""The deed of a ledger in force: its list as a file, what is new in it, and its registration where the law wants it."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from hashlib import sha256

import pytest
from pypdf import PdfReader

from cessie.domain.availability.queries import opened
from cessie.domain.availability.replay import replay
from cessie.domain.availability.run import run
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.invariants import deeds_hold_their_lists
from cessie.domain.client_ledgers.models import Apart, Position, Transfer
from cessie.domain.client_ledgers.queries import moved_since
from cessie.domain.contracts.amend import amend
from cessie.domain.contracts.models import Contract
from cessie.domain.documents.originals import read
from cessie.domain.parties.models import Client, Company, Identifier
from cessie.domain.purchase.deeds import deeds
from cessie.domain.purchase.models import Deed
from cessie.domain.purchase.print_deed import print_deed
from cessie.domain.purchase.register_deed import note_registration
from cessie.domain.purchase.waiting import WATCHES
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from cessie.workflows.purchases.registering import confirm
from tests.domain.client_ledgers.conftest import FIRST, NEXT, OPENING, Send, at, rows, sound
from tests.domain.conftest import AT, SYSTEM

THIRD = NEXT + timedelta(days=7)
PROOF = ("proof.pdf", b"%PDF-1.7 registered")
(WATCH,) = (watch for watch in WATCHES if watch.kind == "deed.unregistered")


def lists(deed: Deed) -> list[list[str]]:
    data = read(deed.annex_id or "")
    assert sha256(data).hexdigest() == deed.annex_id
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def text(deed: Deed) -> str:
    return read(deed.document_id).decode()


def in_force(send: Send, day: date, by: Viewer, *told: tuple[object, ...]) -> Deed:
    row = send(day, rows(*told))
    if row.state == "read":
        row = accept(submission_id=row.pk, note="Looked at.", by=by, at=at(day, 17))
    return row.transfer.deed


def law(client: Client, country: str, contract: Contract, **terms: object) -> None:
    Company.objects.filter(pk=client.company_id).update(
        country=country, language={"NL": "nl", "FR": "fr"}.get(country, "nl")
    )
    if terms:
        amend(contract_id=contract.pk, valid_from=FIRST, changes=terms, by=SYSTEM, at=AT)


def test_the_list_is_the_ledger_and_what_is_new_is_told(
    send: Send, contract: Contract, client_: Client, an: Viewer
) -> None:
    law(client_, "FR", contract)
    send(date(2026, 8, 1), rows(*OPENING))
    Identifier.objects.create(
        company=Company.objects.get(name="Debtor D1"), scheme="vat", value="BE0428759497"
    )  # fmt: skip
    deed = in_force(send, FIRST, an, *OPENING, ("C1", "D1", -1_000, -1_000, "credit_note"), ("=1+1", "D2", 7))
    assert (deed.state, deed.invoices, deed.face_cents, deed.number) == ("standing", 3, 500_007_00, "B001-20260901")
    _head, *told = lists(deed)
    assert [(row[2], row[5], row[7]) for row in told] == [
        ("F1", "300000.00", "1"), ("F2", "200000.00", "1"), ("'=1+1", "7.00", "1"),
    ]  # fmt: skip
    assert told[0][1] == "Debtor D1"
    assert told[0][4] == "2026-10-01"
    assert told[0][8] == "BE0428759497"
    said = text(deed)
    assert said.startswith("Quittance subrogative")
    assert "1346-1" in said
    assert deed.annex_id in said
    later = in_force(send, NEXT, an, ("F1", "D1", 300_000), ("F3", "D2", 12.5))
    move = Transfer.objects.get(deed=later)
    assert (move.fresh, move.fresh_cents, move.former_id) == (1, 12_50, deed.ledger.submission_id)
    assert [row[7] for row in lists(later)[1:]] == ["0", "1"]
    assert [row.pk for row in deeds(viewer=SYSTEM)] == [later.pk, deed.pk]
    sound()


def test_it_is_made_once_and_with_the_ledger_or_not_at_all(
    send: Send, contract: Contract, an: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = send(FIRST, rows(*OPENING))

    def killed(**_words: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as there:
        there.setattr("cessie.domain.client_ledgers.cede.keep_list_deed", killed)
        with pytest.raises(RuntimeError):
            accept(submission_id=row.pk, note="Looked at.", by=an, at=at(FIRST, 17))
    row.refresh_from_db()
    assert row.state == "read"
    assert not Deed.objects.exists()
    for _ in range(2):
        accept(submission_id=row.pk, note="Looked at.", by=an, at=at(FIRST, 17))
    assert Deed.objects.count() == Transfer.objects.count() == 1


def test_what_transfers_nothing_or_has_nothing_open_makes_no_deed(
    send: Send, contract: Contract, client_: Client, an: Viewer
) -> None:
    row = send(FIRST, rows(("C1", "D1", -1_000, -1_000, "credit_note")))
    accept(submission_id=row.pk, note="Looked at.", by=an, at=at(FIRST, 17))
    assert not Deed.objects.exists()
    law(client_, "BE", contract, transfer_form="PLEDGE", recourse="FULL")
    row = send(NEXT, rows(*OPENING, ("C1", "D1", -1_000, -1_000, "credit_note")))
    accept(submission_id=row.pk, note="Looked at.", by=an, at=at(NEXT, 17))
    assert not Deed.objects.exists()


def registered(deed: Deed, day: date, an: Viewer, bob: Viewer) -> None:
    note_registration(deed_id=deed.pk, on=day, number="R-1", proof=PROOF, by=an, at=at(day, 18))
    confirm(deed_id=deed.pk, by=bob, at=at(day, 19))


def test_a_dutch_list_counts_line_by_line_as_its_deeds_are_registered(
    send: Send, contract: Contract, client_: Client, an: Viewer, bob: Viewer
) -> None:
    law(client_, "NL", contract, transfer_form="SALE")
    first = in_force(send, FIRST, an, *OPENING)
    assert first.state == "unregistered"
    assert text(first).startswith("Akte van stille cessie")

    def waiting(day: date, hour: int = 20) -> int:
        found = run(contract_id=contract.pk, by=SYSTEM, at=at(day, hour))
        assert replay(found.pk) == ()
        return {code: out for code, out, _left in found.pool.steps}.get("DEED", 0)

    assert waiting(FIRST, 17) == 500_000_00, "nothing has passed"
    registered(first, FIRST, an, bob)
    assert contract.pk in moved_since(at(FIRST, 18))
    assert waiting(FIRST) == 0
    second = in_force(send, NEXT, an, ("F1", "D1", 300_000), ("F3", "D2", 90), ("F4", "D1", 10))
    assert waiting(NEXT) == 100_00, "what the registered list holds has passed"
    found = run(contract_id=contract.pk, by=SYSTEM, at=at(NEXT, 20))
    assert [line.number for line in opened(found, "DEED").invoices] == ["F4", "F3"]
    third = in_force(send, THIRD, an, ("F1", "D1", 300_000), ("F3", "D2", 90), ("F5", "D1", 1))
    assert Transfer.objects.get(deed=third).fresh == 1
    assert waiting(THIRD) == 91_00, "F3 stands in a list, but in no registered one"
    assert len(list(WATCH.look(at(THIRD)))) == 2
    registered(third, THIRD, an, bob)
    assert waiting(THIRD) == 0
    assert not list(WATCH.look(at(THIRD))), "the second is contained in the third"
    assert second.state == "unregistered"
    sound()


def test_a_line_that_was_back_with_the_client_is_in_no_list_and_waits_when_it_is_let_in(
    send: Send, contract: Contract, client_: Client, an: Viewer, bob: Viewer
) -> None:
    law(client_, "NL", contract, transfer_form="SALE")
    first = in_force(send, FIRST, an, *OPENING)
    registered(first, FIRST, an, bob)
    line = Position.objects.get(number="F1")
    back = Apart.objects.create(
        contract=contract, debtor_id=line.debtor_id, submission_id=line.submission_id, number="F1",
        cause="charged_back", due_date=date(2026, 10, 1), open_cents=line.open_cents, booked_cents=0, note="?",
        set_at=at(FIRST, 20), set_by="desk",
    )  # fmt: skip
    second = in_force(send, NEXT, an, *OPENING, ("F8", "D2", 8))
    assert [row[2] for row in lists(second)[1:]] == ["F2", "F8"]
    assert list(deeds_hold_their_lists()) == []
    registered(second, NEXT, an, bob)
    Apart.objects.filter(pk=back.pk).update(ended_at=at(NEXT, 20), ended_by="desk", ended_note="a mistake")
    assert list(deeds_hold_their_lists()) == []
    found = run(contract_id=contract.pk, by=SYSTEM, at=at(NEXT, 21))
    assert {code: out for code, out, _left in found.pool.steps}["DEED"] == 300_000_00
    assert replay(found.pk) == ()
    third = in_force(send, THIRD, an, *OPENING, ("F8", "D2", 8), ("F9", "D2", 9))
    assert [row[2] for row in lists(third)[1:] if row[7] == "1"] == ["F1", "F9"], "no list held it since"


def test_a_contract_may_choose_to_count_and_debtors_who_are_told_need_no_register(
    send: Send, contract: Contract, client_: Client, an: Viewer
) -> None:
    law(client_, "NL", contract, transfer_form="SALE", unregistered="COUNT")
    in_force(send, FIRST, an, *OPENING)
    found = run(contract_id=contract.pk, by=SYSTEM, at=at(FIRST, 20))
    assert found.pool.gross_cents == 500_000_00
    assert "DEED" not in {step[0] for step in found.pool.steps}


@pytest.mark.parametrize(
    ("country", "form", "said"),
    [
        ("FR", "DAILLY", "Acte de cession de créances professionnelles"),
        ("BE", "SALE", "Overdracht van schuldvorderingen"),
    ],
)
def test_its_paper_names_the_list_and_does_not_print_it(
    send: Send, contract: Contract, client_: Client, owner: Viewer, an: Viewer, country: str, form: str, said: str
) -> None:
    law(client_, country, contract, transfer_form=form)
    deed = in_force(send, FIRST, an, *OPENING)
    made = print_deed(deed_id=deed.pk, by=owner, at=at(FIRST, 18))
    seen = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(read(made.paper_id or ""))).pages)
    flat = "".join(seen.split())
    assert said.replace(" ", "") in flat
    assert (deed.annex_id or "?") in flat
    assert "".join(str(Money(500_000_00)).split()) in flat
    assert "F1" not in seen
    if form == "DAILLY":
        assert "L.313-23" in flat
        assert "Leurnombre:2." in flat
