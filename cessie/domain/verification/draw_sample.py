"""Draw a sample of what is open under a contract; the client is asked for its proofs."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from cessie.domain.audit.record import record
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import lock
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.models import Finding, Item, Sample
from cessie.domain.verification.policy import figures_at
from cessie.domain.verification.population import Standing, candidate, marks_of, standing_under
from cessie.domain.verification.rules.sample import Drawn, Size, Weights, digest, draw, size_of
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal

#: What was found in so many days before makes a sample twice as large.
RECENT = timedelta(days=180)


class NothingOpen(Refusal):
    """There is nothing to draw from."""


def draw_sample(*, contract_id: UUID, monthly: bool = False, seed: str = "", by: Viewer, at: datetime) -> Sample:
    """Draw by risk (``rules.sample``) from what is open today; one a month by itself, any number beside it on request.

    Documents that an open sample still asks for are left out, and what was proven within ``rest_days``. Lock: the
    contract. Refused: no right (``NotAllowed``), unknown (``NotFound``), nothing open to draw from (``NothingOpen``).
    """
    by.require("verification.work")
    day = booking_day(at)
    with transaction.atomic():
        contract = lock(contract_id)
        there = Sample.objects.filter(contract=contract, kind="monthly", month=day.replace(day=1)).first()
        if monthly and there is not None:
            return there
        figures, version = figures_at("sample", at)
        asked = set(_asked(contract, at - timedelta(days=figures["rest_days"])).values_list("debtor_id", "number"))
        rows = [row for row in standing_under(contract, day) if (row.debtor_id, row.number) not in asked]
        if not rows:
            raise NothingOpen("verification.nothing", N_("Nothing is open that could be drawn."))
        marks = marks_of(contract, figures, [row.invoice_id for row in rows if row.invoice_id], at)
        population = [candidate(row, marks) for row in rows]
        found = Finding.objects.filter(contract=contract, found_at__gt=at - RECENT).exists()
        wanted = size_of(
            len(rows), age_days=(day - contract.started_date).days, found=found,
            size=Size(*(figures[name] for name in ("share", "least", "most", "young_days"))),
        )  # fmt: skip
        sample = Sample.objects.create(
            contract=contract, client_id=contract.client_id, number=_next(contract), month=day.replace(day=1),
            kind="monthly" if monthly else "extra", seed=seed or secrets.token_hex(8), digest=digest(population),
            figures=figures | {"version": version}, population=len(rows), population_cents=sum(r.cents for r in rows),
            currency=contract.currency, answer_by=day + timedelta(days=figures["answer_days"]), drawn_at=at,
            drawn_by=by.key,
        )  # fmt: skip
        weights = Weights(figures["new_debtor"], figures["doubt"], figures["finding"])
        _keep(sample, draw(population, wanted, sample.seed, weights), rows)
        facts = {"contract": contract_id, "drawn": wanted, "of": len(rows), "seed": sample.seed, "kind": sample.kind}
        record(action="verification.draw", subject=sample, by=by, at=at, client_id=contract.client_id, data=facts)
    return sample


def _asked(contract: Contract, since: datetime) -> QuerySet[Item]:
    """What is asked for, and what was proven since then."""
    left = Q(state__in=("asked", "handed_in", "missing")) | Q(state="good", judged_at__gt=since)
    return Item.objects.filter(left, sample__contract=contract)


def _next(contract: Contract) -> int:
    return (Sample.objects.filter(contract=contract).aggregate(last=Max("number"))["last"] or 0) + 1


def _keep(sample: Sample, drawn: tuple[Drawn, ...], rows: list[Standing]) -> None:
    by_line = {(row.debtor_id, row.number): row for row in rows}
    Item.objects.bulk_create(
        Item(
            sample=sample, client_id=sample.client_id, invoice_id=row.invoice_id, debtor_id=row.debtor_id,
            number=row.number, issue_date=row.issued, due_date=row.due, open_cents=row.cents, currency=sample.currency,
            certain=one.certain, why=list(one.of.why),
        )
        for one in drawn
        for row in [by_line[UUID(str(one.of.debtor)), one.of.number]]
    )  # fmt: skip
