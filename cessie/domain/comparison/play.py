"""Every way of every offer played over a ledger, on as many cores as there are."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from multiprocessing import get_context
from typing import Final

from cessie.domain.comparison.rules.offers import Offer, Question
from cessie.domain.comparison.rules.outcome import Outcome
from cessie.domain.comparison.rules.replay import replay
from cessie.domain.comparison.rules.sales import Sales
from cessie.lib.reasons import N_, Reason, Refusal

#: Fewer ways than this are played in this process: starting others takes longer.
FEW: Final = 8
_Given = tuple[Sales, Question, date, date]
#: In a process of its own: what every way is played on, handed over once.
_GIVEN: list[_Given] = []


def played(
    sales: Sales, question: Question, offers: Sequence[Offer], first: date, last: date, *, processes: int
) -> Generator[Outcome]:
    """The outcome of each of the offers, as it comes; closing the iterator plays no further one.

    Refused (``compare.offer``, naming the offer): what ``replay`` refuses.
    """
    given = (sales, question, first, last)
    if len(offers) < FEW or processes < 2:
        yield from (_known(_play(offer, given)) for offer in offers)
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _take, given)
    try:
        for done in as_completed([pool.submit(_play, offer) for offer in offers]):
            yield _known(done.result())
    finally:
        pool.shutdown(cancel_futures=True)


def _take(sales: Sales, question: Question, first: date, last: date) -> None:
    _GIVEN.append((sales, question, first, last))


def _play(offer: Offer, given: _Given | None = None) -> Outcome | Reason:
    """A refusal comes back as its reason: it does not travel between processes."""
    sales, question, first, last = given or _GIVEN[0]
    try:
        return replay(sales, offer, question, first=first, last=last)
    except Refusal as no:
        return Reason("compare.offer", N_("{offer}: {why}"), {"offer": offer.name, "why": str(no)})


def _known(found: Outcome | Reason) -> Outcome:
    if isinstance(found, Reason):
        raise Refusal(found.code, found.message, **found.facts)
    return found
