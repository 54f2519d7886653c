"""A confidential contract is disclosed by two people: one notice a debtor, once, also of what was bought before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cessie.domain.banking.queries import collection_accounts
from cessie.domain.contracts.disclose import disclose
from cessie.domain.contracts.invariants import no_debtor_of_a_confidential_contract_was_written_to
from cessie.domain.contracts.models import TermsChange, Version
from cessie.domain.contracts.queries import in_confidence, terms_on
from cessie.domain.correspondence.models import Message
from cessie.domain.dunning.items import asked
from cessie.lib.reasons import Refusal
from cessie.workflows.letters import notifying
from cessie.workflows.purchases import disclosing
from tests.domain.conftest import SYSTEM, staff
from tests.letters import in_confidence as make_confidential
from tests.stories.road import Road, moment

DAY = date(2026, 1, 6)
AT = moment(DAY, 12)
SOLD = date(2026, 1, 5)


@pytest.fixture
def sold(road: Road) -> Road:
    """One invoice was bought in confidence: nobody was told."""
    road.hand_in(road.sale("A-1", "1000.00", issued=SOLD, due=SOLD + timedelta(days=30)), SOLD)
    road.approve(SOLD)
    make_confidential(road)
    Message.objects.all().delete()
    assert in_confidence(road.client_id, DAY)
    return road


def test_two_people_disclose_it_and_each_debtor_is_told_once(sold: Road) -> None:
    one, other = staff("jan", "credit"), staff("mia", "credit")
    wish = {"contract_id": sold.contract_id, "trigger": "overdue", "valid_from": DAY, "note": "30 days late"}
    before = disclosing.preview(contract_id=sold.contract_id, by=one, at=AT)
    assert [(row.debtor_id, row.open.cents, row.told) for row in before.rows] == [(sold.debtor_id, 1_210_00, False)]
    assert (before.count, before.open.cents) == (1, 1_210_00)
    for wrong, code in (({"trigger": "mood"}, "contracts.no_trigger"), ({"note": " "}, "contracts.no_note")):
        with pytest.raises(Refusal) as no:
            disclose(**wish | wrong, by=one, at=AT)
        assert no.value.reason.code == code
    change = disclose(**wish, registered=True, by=one, at=AT)
    assert disclose(**wish, registered=True, by=one, at=AT).pk == change.pk
    assert disclosing.look(by=SYSTEM, at=AT) == 0, "a wish tells nobody"
    with pytest.raises(Refusal, match="another person"):
        disclosing.decide(change_id=change.pk, event="agree", by=one, at=AT)
    assert not Message.objects.exists()

    disclosing.decide(change_id=change.pk, event="agree", by=other, at=AT)
    (letter,) = Message.objects.all()
    assert (letter.kind, letter.debtor_id, letter.wish) == ("assignment_notice", sold.debtor_id, "registered_post")
    assert letter.iban == collection_accounts()[0].iban
    assert [row[0] for row in letter.says["items"]] == ["A-1"]
    for again in (
        lambda: disclosing.decide(change_id=change.pk, event="agree", by=other, at=AT),
        lambda: disclosing.look(by=SYSTEM, at=AT + timedelta(days=1)),
        lambda: notifying.look(by=SYSTEM, at=AT + timedelta(days=1)),
    ):
        again()
    assert Message.objects.count() == 1
    assert list(no_debtor_of_a_confidential_contract_was_written_to()) == []

    terms = terms_on(sold.contract_id, DAY)[1]
    assert (terms.disclosure, terms.collector) == ("NOTIFIED", "FACTOR")
    (late,) = asked(None, debtors=[sold.debtor_id], on=DAY)
    assert (late.way.house, late.way.confidential) == (True, False), "the house asks, in its own name"
    assert disclosing.preview(contract_id=sold.contract_id, by=one, at=AT).rows[0].told
    with pytest.raises(Refusal, match="may be told already"):
        disclose(**wish, by=one, at=AT)


def test_killed_after_the_decision_the_night_tells_whoever_is_left_from_its_day_on(sold: Road) -> None:
    one, other = staff("jan", "credit"), staff("mia", "credit")
    change = disclose(
        contract_id=sold.contract_id, trigger="insolvency", valid_from=DAY + timedelta(days=2), note="x", by=one, at=AT
    )
    disclosing.decide(change_id=change.pk, event="agree", by=other, at=AT)
    assert disclosing.look(by=SYSTEM, at=AT + timedelta(days=1)) == 0, "not before its day"
    assert disclosing.look(by=SYSTEM, at=AT + timedelta(days=2)) == 1
    assert disclosing.look(by=SYSTEM, at=AT + timedelta(days=3)) == 0


def test_without_a_trigger_what_was_bought_in_confidence_stays_so(sold: Road) -> None:
    """Other terms from a day on are no disclosure: the promise under which it was bought holds."""
    version = Version.objects.get(contract_id=sold.contract_id)
    Version.objects.create(
        contract_id=sold.contract_id, number=2, valid_from=DAY, made_at=AT, made_by="system:test",
        terms=version.terms | {"disclosure": "NOTIFIED", "collector": "FACTOR"},
    )  # fmt: skip
    assert not TermsChange.objects.exists()
    assert disclosing.look(by=SYSTEM, at=AT) == notifying.look(by=SYSTEM, at=AT) == 0
    (late,) = asked(sold.client_id, debtors=[sold.debtor_id], on=DAY)
    assert late.way.confidential
