"""A Belgian business that does not pay another: a dossier, a lawyer, a bailiff and their people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from cessie.domain.collection.models import Dossier
from cessie.domain.collection.open_dossier import NewClaim, open_dossier
from cessie.domain.parties.models import Client, Company, Debtor, Identifier
from cessie.domain.proceedings.assign import answer, assign
from cessie.domain.proceedings.models import Case, Partner
from cessie.domain.proceedings.open_case import open_case
from cessie.domain.proceedings.partners import add_partner, let_person_in
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.ids import uuid7
from tests.domain.conftest import SYSTEM
from tests.domain.owed import Owed

DESK = Viewer(key=f"user:{uuid7()}", kind="staff", roles=frozenset({"collection"}), user_id=uuid7())
FIRST = datetime(2026, 6, 1, 9, tzinfo=UTC)


@dataclass
class Play:
    """The parties of a case."""

    owed: Owed
    dossier: Dossier
    lawyer: Viewer
    bailiff: Viewer
    law_firm: Partner
    office: Partner

    def case(self, procedure: str = "be_ios") -> Case:
        """A case that lawyer and bailiff have taken."""
        case = open_case(dossier_id=self.dossier.pk, procedure_name=procedure, by=DESK, at=FIRST)
        for partner, person in ((self.law_firm, self.lawyer), (self.office, self.bailiff)):
            assign(case_id=case.pk, partner_id=partner.pk, by=DESK, at=FIRST)
            answer(case_id=case.pk, take=True, by=person, at=FIRST)
        return case


def partner(role: str, name: str) -> tuple[Partner, Viewer]:
    """A partner with one person who logs in."""
    company = Company.objects.create(name=name, sort_name=name.casefold(), country="BE", created_at=FIRST)
    row = add_partner(company_id=company.pk, role=role, districts=["10"], by=SYSTEM, at=FIRST)
    user = User.objects.create(email=f"{uuid4().hex}@partner.example", name=name, kind="partner", created_at=FIRST)
    let_person_in(partner_id=row.pk, user_id=user.pk, by=SYSTEM, at=FIRST)
    return row, Viewer(key=f"user:{user.pk}", kind="partner", user_id=user.pk)


@pytest.fixture
def play(client_: Client, debtor: Debtor, store_folder: Path) -> Play:
    """The debtor is Belgian and registered, as is the principal; one invoice is late."""
    for company, number in ((debtor.company, "0417497106"), (client_.company, "0403170701")):
        company.country = "BE"
        company.save(update_fields=["country"])
        Identifier.objects.filter(company=company, scheme="be.enterprise").delete()
        Identifier.objects.create(company=company, scheme="be.enterprise", value=number)
    owed = Owed(client_, debtor)
    invoice = owed.invoice("F-1", 8_000_00, date(2026, 4, 1))
    dossier = open_dossier(
        client_id=client_.pk, debtor_id=debtor.pk, contract_id=owed.contract,
        claims=[NewClaim(invoice.pk, notice_date=date(2026, 4, 20), notice_channel="electronic")],
        source="upload", by=SYSTEM, at=FIRST,
    )  # fmt: skip
    (firm, lawyer), (office, bailiff) = partner("lawyer", "Recht BV"), partner("bailiff", "Deurwaarder BV")
    return Play(owed, dossier, lawyer, bailiff, firm, office)
