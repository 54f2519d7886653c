"""Where an invoice stands, in one word: derived from what the apps and the books say, never kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cessie.lib.money import Money
from cessie.lib.reasons import N_


@dataclass(frozen=True, slots=True)
class Standing:
    """A word (marked for translation) and its tone: good, info, warn, bad or none."""

    code: str
    label: str
    tone: str = ""


RECEIVED = Standing("received", N_("Received"))
CHECKING = Standing("checking", N_("Being checked"), "warn")
REFUSED = Standing("refused", N_("Not accepted"), "bad")
WITHDRAWN = Standing("withdrawn", N_("Withdrawn"))
ACCEPTED = Standing("accepted", N_("Accepted"), "info")
OFFERED = Standing("offered", N_("Offer waiting"), "warn")
LAPSED = Standing("lapsed", N_("Offer ended"))
BOUGHT = Standing("bought", N_("Bought"), "good")
OVERDUE = Standing("overdue", N_("Overdue"), "bad")
PARTLY = Standing("partly", N_("Partly paid"), "info")
PAID = Standing("paid", N_("Paid, release under way"), "info")
SETTLED = Standing("settled", N_("Settled"), "good")
MANAGED = Standing("managed", N_("In management"), "info")
ALL = (
    RECEIVED, CHECKING, REFUSED, WITHDRAWN, ACCEPTED, OFFERED, LAPSED, BOUGHT, OVERDUE, PARTLY, PAID, SETTLED,
    MANAGED,
)  # fmt: skip

_OF_STATE = {"received": RECEIVED, "held": CHECKING, "rejected": REFUSED, "withdrawn": WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is asked of the apps: the document's state, the newest offer's, and of the books what is open and held."""

    state: str
    proposal: str
    face: Money
    open: Money
    held: Money
    due_date: date
    managed: bool = False  # nobody buys it: ``open`` is what the debtor owes his creditor


def standing(facts: Facts, today: date) -> Standing:
    """The one word. A bought invoice is told by its money, any other by its document and offer."""
    if facts.proposal == "purchased":
        return _bought(facts, today)
    if facts.managed:
        return _bought(facts, today) if facts.open < facts.face or facts.due_date < today else MANAGED
    if facts.state in _OF_STATE:
        return _OF_STATE[facts.state]
    if facts.proposal == "offered":
        return OFFERED
    return LAPSED if facts.proposal in ("rejected", "expired", "cancelled") else ACCEPTED


def _bought(facts: Facts, today: date) -> Standing:
    if not facts.open:
        return PAID if facts.held else SETTLED
    if facts.due_date < today:
        return OVERDUE
    return PARTLY if facts.open < facts.face else BOUGHT
