"""What a principal is told of a month is what the books have: chained, frozen, and late news stands in the next."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from cessie.connectors.channels import Piece
from cessie.domain.collection.decide import decide
from cessie.domain.collection.models import PrincipalMonth
from cessie.domain.collection.month_paper import told_of
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.collection.standing import stand_of
from cessie.domain.collection.state_month import NotOver, months_to_state, state_month
from cessie.domain.documents.queries import content
from cessie.domain.parties.models import Company, House, Membership
from cessie.domain.trust.remit import remit
from cessie.domain.users.models import User
from cessie.lib.money import Money
from cessie.workflows import money_in
from cessie.workflows.follow_up.principal_months import state_months
from tests.agency_dossier import dossier_of, owed, pays
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM
from tests.trust_money import PAYER, Agency, agency, breaches, noon

MAY, MAY_6, MAY_31 = date(2026, 5, 1), date(2026, 5, 6), date(2026, 5, 31)
JUNE, JUNE_2, JUNE_3 = date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 5)
JULY_6 = date(2026, 7, 6)


def of_months() -> list[str]:
    """Every breach but that nobody looks at the dossier, for here no clock turns."""
    return [code for code in breaches() if code != "collection.forgotten"]


@pytest.fixture
def on(db: None, store_folder: Path) -> Agency:
    return agency()


def test_months_are_the_books_and_late_news_stands_in_the_next(on: Agency) -> None:
    dossier = dossier_of(on, owed(on, "F-1", 1_000_00))
    pays(on, MAY_6, 500_00, dossier)
    remit(contract_id=on.contract.pk, until=MAY_31, by=SYSTEM, at=noon(JUNE_2))
    with pytest.raises(NotOver):
        state_month(client_id=on.client.pk, month=MAY, by=SYSTEM, at=noon(JUNE_2))
    assert list(months_to_state(JUNE_3)) == [(on.client.pk, MAY)]
    assert state_months(by=SYSTEM, at=noon(JUNE_3)) == 1
    assert state_months(by=SYSTEM, at=noon(JUNE_3)) == 0
    may = PrincipalMonth.objects.get()
    told = told_of(may)
    assert [(line.kind, line.amount.cents) for line in told.lines] == [
        ("trust_receipt", 500_00), ("commission_net", -60_00), ("commission_vat", -12_60),
    ]  # fmt: skip
    assert may.closing_cents == 427_40
    (each,) = told.dossiers
    paid = stand_of(dossier, MAY_31).up.paid
    assert (each.received, each.settled, each.phase) == (Money(500_00), paid, "opened")
    assert each.open == stand_of(dossier, MAY_31).up.open.total
    rows = list(csv.DictReader(io.StringIO(content(str(may.csv_document_id), SYSTEM).decode("utf-8-sig"))))
    assert [row["received"] for row in rows if row["dossier"] == shown(dossier.number) and row["phase"]] == ["500.00"]
    assert of_months() == []

    on.bank(date(2026, 6, 8), Row(-500_00, "PAY1", iban=PAYER, reason="MD06"))
    money_in.run(by=SYSTEM, at=noon(date(2026, 6, 8)))
    decide(dossier_id=dossier.pk, event="settle", words="laat maar", by=on.desk, at=noon(date(2026, 6, 10)))
    assert state_months(by=SYSTEM, at=noon(JULY_6)) == 1
    june = PrincipalMonth.objects.get(month=JUNE)
    assert (june.opening_cents, june.closing_cents) == (427_40, -72_60)
    (after,) = told_of(june).dossiers
    assert (after.received, after.settled.total, after.phase) == (Money(-500_00), -paid.total, "closed_settled")
    assert PrincipalMonth.objects.get(month=MAY).closing_cents == 427_40
    assert of_months() == []
    PrincipalMonth.objects.filter(month=JUNE).update(dossiers=[])  # as if it had rested in June
    decide(dossier_id=dossier.pk, event="reopen", words="toch", by=on.desk, at=noon(date(2026, 7, 3)))
    assert state_months(by=SYSTEM, at=noon(date(2026, 8, 6))) == 1
    july = PrincipalMonth.objects.get(month=date(2026, 7, 1))
    assert [each.received for each in told_of(july).dossiers] == [Money(-500_00)]
    PrincipalMonth.objects.filter(month=JUNE).update(closing_cents=-72_59)
    assert of_months() == ["collection.month_differs"]


def test_his_people_are_told_once_that_it_is_there(
    on: Agency, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces: list[Piece] = []

    class Server:
        def deliver(self, name: str, found: list[Piece]) -> str:
            pieces.extend(found)
            return "250"

    user = User.objects.create(
        email="owner@meuse.example", name="Ann", kind="client", language="fr", created_at=noon(MAY)
    )
    Membership.objects.create(user=user, client=on.client, role="owner", since_at=noon(MAY))
    House.objects.create(company=on.debtor.company, founded_at=noon(MAY))  # any company will do
    Company.objects.update(email="huis@factor.example")
    settings.SMTP_URL = "smtp://mail.example"  # type: ignore[attr-defined]  # pytest-django's settings
    monkeypatch.setattr("cessie.workflows.letters.mailing.mail_server", Server)
    pays(on, MAY_6, 500_00, dossier_of(on, owed(on, "F-1", 1_000_00)))
    for day in (JUNE_3, date(2026, 6, 6)):
        state_months(by=SYSTEM, at=noon(day))
    assert [piece.mail_to for piece in pieces] == ["owner@meuse.example"]
    assert PrincipalMonth.objects.get().told_at == noon(JUNE_3)
