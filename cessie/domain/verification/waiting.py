"""What waits for a person in samples, questions and visits. What holds money waits until somebody clears it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cessie.domain.verification.models import Audit, Enquiry, Figures, Finding, Item
from cessie.domain.work.rules.clock import due_after, end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.reasons import N_, Fact, Reason

#: Staffed hours: proofs and findings within two days.
DESK = 18


def _to_judge(at: datetime) -> Iterator[Waiting]:
    words = N_("The proof of {number} of {debtor} is here.")
    for row in Item.objects.filter(state="handed_in").select_related("debtor__company", "sample").order_by("pk"):
        facts: dict[str, Fact] = {"number": row.number, "debtor": row.debtor.company.name}
        last = max(proof.given_at for proof in row.proofs.all())
        yield Waiting(
            ("verification.Item", str(row.pk)), (Reason("verification.judge", words, facts),), due_after(last, DESK),
            row.client_id,
        )  # fmt: skip


def _found(at: datetime) -> Iterator[Waiting]:
    for row in Finding.objects.filter(state="open").order_by("found_at", "pk"):
        yield Waiting(
            ("verification.Finding", str(row.pk)), (Reason.from_json(row.reason),), due_after(row.found_at, DESK),
            row.client_id, {"rule": row.rule},
        )  # fmt: skip


def _silent(at: datetime) -> Iterator[Waiting]:
    words = N_("{debtor} did not answer until {day}: call him.")
    for row in Enquiry.objects.filter(state="unanswered").select_related("debtor__company").order_by("pk"):
        facts: dict[str, Fact] = {"debtor": row.debtor.company.name, "day": row.answer_by}
        yield Waiting(
            ("verification.Enquiry", str(row.pk)), (Reason("verification.silent", words, facts),),
            end_of_desk(bank_day_from(row.answer_by)), row.client_id,
        )  # fmt: skip


def _visits(at: datetime) -> Iterator[Waiting]:
    words = N_("The visit {visit} is planned for {day}.")
    for row in Audit.objects.filter(state__in=("planned", "under_way")).select_related("contract").order_by("pk"):
        facts: dict[str, Fact] = {"visit": str(row), "day": row.planned_date}
        yield Waiting(
            ("verification.Audit", str(row.pk)), (Reason("verification.visit", words, facts),),
            end_of_desk(bank_day_from(row.planned_date)), row.client_id,
        )  # fmt: skip


def _figures(at: datetime) -> Iterator[Waiting]:
    words = N_("Figures of the house shall change from {day} on: {note}")
    for row in Figures.objects.filter(state="proposed").order_by("pk"):
        facts: dict[str, Fact] = {"day": row.valid_from, "note": row.note}
        yield Waiting(
            ("verification.Figures", str(row.pk)), (Reason("verification.figures", words, facts),),
            end_of_desk(bank_day_from(max(row.valid_from, booking_day(row.proposed_at)))),
        )  # fmt: skip


WATCHES = (
    Watch("verification.proof", _to_judge),
    Watch("verification.finding", _found),
    Watch("verification.silent", _silent),
    Watch("verification.visit", _visits),
    Watch("verification.figures", _figures),
)
