"""Companies that ask in the play: one gets a quote and accepts it, another lets its quote lapse."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from cessie.domain.comparison.quoting import quote_company
from cessie.domain.onboarding.answer_quote import answer_quote
from cessie.domain.onboarding.decide import agree, decide
from cessie.domain.onboarding.make_quote import Addressed
from cessie.domain.onboarding.models import Assessment
from cessie.domain.onboarding.take_in import take_in
from cessie.workflows.purchases.assessing import assess_with
from cessie.workflows.purchases.quoting import Gone, send
from cessie.world.desk import Step
from cessie.world.play import World
from cessie.world.stage import moment

#: How long the quotes stand: who is silent for a week lets his lapse.
STANDS: Final = timedelta(days=7)
TOLD: Final[dict[str, Any]] = {
    "product": "american", "commission_percent": "2.50", "commission_minimum": "30.00", "yearly_minimum": "0.00",
    "facility": "150000.00", "advance_percent": "85", "fees": [{"per": "month", "amount": "25.00"}],
}  # fmt: skip
#: Cents, days, hundredths of a percent: a sound company.
SOUND: Final = {
    "turnover": 6_000_000_00, "equity": 1_800_000_00, "total_assets": 4_500_000_00, "result": 260_000_00, "dso": 44,
    "dilution": 120, "largest": 1_400, "late": 250,
}  # fmt: skip


def quoted(play: World, applicant_id: UUID, today: date) -> None:
    """The broker's customer, if people took it, gets a quote and says yes by its link."""
    if not Assessment.objects.filter(applicant_id=applicant_id, state="accepted").exists():
        return
    gone = _quote(play, applicant_id, "Made up Customer NV", today)
    answer_quote(
        secret=gone.link.rsplit("/", 1)[1], accept=True, name="Customer Demo", role="zaakvoerder", words="",
        at=moment(today, 16),
    )  # fmt: skip
    play.desk.tell(Step(today, f"quote {gone.quote} accepted"))


def silent(play: World, today: date) -> None:
    """A company that asks by itself gets a quote and never answers."""
    staff, at = play.house.staff, moment(today, 13)
    row = take_in(name="Made up Silent BV", number="", by=staff.credit, at=at)
    score = assess_with(applicant_id=row.pk, typed=SOUND, accounts=None, ledger=None, days=30, by=staff.credit, at=at)
    found = decide(assessment_id=score.pk, wish="accept", note="a sound company", by=staff.credit, at=at)
    if found.state == "against_advice":
        agree(assessment_id=score.pk, yes=True, by=staff.second_credit, at=at)
    gone = _quote(play, row.pk, row.name, today)
    play.desk.tell(Step(today, f"quote {gone.quote} sent to a company that stays silent"))


def _quote(play: World, applicant_id: UUID, name: str, today: date) -> Gone:
    by, at = play.house.staff.credit, moment(today, 14)
    to = Addressed(f"Owner of {name}", "owner@applicant.example", "nl", "BE")
    row = quote_company(
        applicant_id=applicant_id, told=TOLD, to=to, valid_until=today + STANDS, rate=None, by=by, at=at
    )
    return send(quote_id=row.pk, by=by, at=at)
