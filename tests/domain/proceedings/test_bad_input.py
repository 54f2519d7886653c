"""What must not go before lawyer and bailiff is refused with the guard's id and the article, whoever asks."""

from __future__ import annotations

from datetime import date

import pytest

from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.dunning.models import Assignment
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.mark import mark
from cessie.domain.parties.models import Client
from cessie.law.guards import Unlawful
from tests.domain.conftest import SYSTEM
from tests.domain.proceedings.conftest import DESK, FIRST, Play
from tests.domain.proceedings.test_follow import invoice_of
from tests.domain.proceedings.test_report import told

IOS = "Judicial Code, art. 1394/20"


def consumer(play: Play) -> None:
    mark(company_id=play.dossier.debtor.company_id, kind="consumer", note="a person", by=SYSTEM, at=FIRST)


def authority(play: Play) -> None:
    Assignment.objects.create(
        client_id=play.dossier.client_id, debtor=play.dossier.debtor, segment="public", set_at=FIRST,
        set_by="user:an",
    )  # fmt: skip


def bankrupt(play: Play) -> None:
    mark(company_id=play.dossier.debtor.company_id, kind="insolvent", note="published", by=SYSTEM, at=FIRST)


def principal_bankrupt(play: Play) -> None:
    company = Client.objects.get(pk=play.dossier.client_id).company_id
    mark(company_id=company, kind="insolvent", note="published", by=SYSTEM, at=FIRST)


def disputed(play: Play) -> None:
    raise_dispute(invoice_id=invoice_of(play), ground="quality", words="broken", by=SYSTEM, at=FIRST)


def time_barred(play: Play) -> None:
    Invoice.objects.filter(pk=invoice_of(play)).update(due_date=date(2015, 4, 1))
    play.dossier.claims.update(due_date=date(2015, 4, 1))


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (consumer, "procedure.g2"), (authority, "procedure.g3"), (bankrupt, "procedure.g4"),
        (principal_bankrupt, "procedure.g4"),
        (time_barred, "procedure.g6"), (disputed, "procedure.g7"),
    ],
    ids=lambda each: getattr(each, "__name__", each),
)  # fmt: skip
def test_no_ios_with_guard_and_article(play: Play, bad: object, code: str) -> None:
    case = play.case()
    bad(play)  # type: ignore[operator]  # one of those above
    with pytest.raises(Unlawful) as no:
        told(case, "escalate", date(2026, 6, 2), DESK)
    assert (no.value.guard, no.value.code, no.value.article) == ("LAW-BE-06", code, IOS)
    case.refresh_from_db()
    assert case.state == "amicable"


def test_no_act_on_a_day_whose_rate_nobody_published(play: Play) -> None:
    case = play.case()
    with pytest.raises(Unlawful) as no:
        told(case, "escalate", date(2029, 6, 4), DESK)
    assert (no.value.guard, bool(no.value.article)) == ("LAW-GEN-02", True)
