"""A quote in the terms of a contract, and what it would have cost the company on its own sales ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from cessie.domain.comparison.ask import with_rates
from cessie.domain.comparison.rules.offers import Offer, Question, question
from cessie.domain.comparison.rules.outcome import Outcome
from cessie.domain.comparison.rules.replay import replay
from cessie.domain.comparison.rules.sales import Sales, sales_of
from cessie.domain.documents import originals
from cessie.domain.onboarding.make_quote import Addressed, make_quote
from cessie.domain.onboarding.models import Assessment, Quote
from cessie.domain.onboarding.queries import assessments, own_applicant
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats import client_ledgers
from cessie.lib.money import half_up
from cessie.lib.reasons import N_, Reason, Refusal

#: A year is played, or what the ledger holds of it.
YEAR: Final = timedelta(days=365)
#: The payment term of a ledger without due dates, as for the score.
DAYS: Final = 30
#: What a quote is called among offers.
KEPT_AS: Final = "quote"


def quote_company(
    *, applicant_id: UUID, told: Mapping[str, Any], to: Addressed, valid_until: date, rate: Decimal | None, by: Viewer,
    at: datetime,
) -> Quote:  # fmt: skip
    """The draft of a quote; ``told``: its terms in the neutral form (``rules.offers``), ``rate``: the reference rate in
    percent for the replay where the house has confirmed none.

    Refused: no right (``NotAllowed``), unknown (``NotFound``), terms that make no contract or leave something open
    (naming the field), what ``onboarding.make_quote`` refuses.
    """
    by.require("onboarding.assess")
    applicant = own_applicant(by, applicant_id)
    said = {"name": applicant.name, **told, "vat_country": to.country}
    offers = question({"offers": [said]}).offers
    if len(offers) != 1:
        raise Refusal("comparison.quote_open", N_("A quote leaves nothing open: choose one advance rate."))
    said["name"] = KEPT_AS  # whose it is stands with the company, which may be forgotten
    score = assessments(applicant).first()
    return make_quote(
        applicant_id=applicant_id, told=said, terms=offers[0].terms, replayed=_replayed(score, said, rate), to=to,
        valid_until=valid_until, by=by, at=at,
    )  # fmt: skip


def offer_of(row: Quote) -> Offer:
    """The quote as an offer: what its words are taken from."""
    (offer,) = question({"offers": [row.told]}).offers
    return offer


def _replayed(score: Assessment | None, told: Mapping[str, Any], rate: Decimal | None) -> dict[str, Any]:
    """What a year of it would have been on the ledger that stands with the score; why that is not known."""
    if score is None or score.ledger_id is None:
        return _unknown(Reason("comparison.no_own_ledger", N_("No sales ledger was handed in."), {}))
    sales = sales_of(client_ledgers.read(originals.read(score.ledger_id)).movements, days=DAYS)
    first = max(sales.first, sales.last - YEAR + timedelta(days=1))
    asked = with_rates({"offers": [told]}, first, sales.last, rate)
    try:
        return _said(_played(sales, asked, first), sales, asked, first)
    except Refusal as no:
        return _unknown(no.reason)


def _played(sales: Sales, asked: Mapping[str, Any], first: date) -> Outcome:
    parsed: Question = question(asked)
    return replay(sales, parsed.offers[0], parsed, first=first, last=sales.last)


def _said(found: Outcome, sales: Sales, asked: Mapping[str, Any], first: date) -> dict[str, Any]:
    return {
        "first": first.isoformat(), "last": sales.last.isoformat(), "sold": found.sold, "sold_cents": found.sold_cents,
        "left_out": found.left_out, "costs": dict(found.costs), "vat": found.vat, "freed": half_up(found.freed),
        "worst": half_up(found.worst.freed), "worst_month": found.worst.first.isoformat(),
        "rate": None if found.rate is None else str(found.rate), "reference": asked["reference"],
    }  # fmt: skip


def _unknown(why: Reason) -> dict[str, Any]:
    return {"why": why.to_json()}
