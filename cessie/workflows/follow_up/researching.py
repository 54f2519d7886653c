"""Looking for debtors: the house's own list first, then every register and service that it has.

By a person from the dossier's page, and by itself for those who cannot be found. Each source answers about a debtor
once in ``RESEARCH_DAYS``; what an answer costs stands in ``RESEARCH_PRICES``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from cessie.connectors.registers import Source
from cessie.domain.collection.local_list import LocalList, TakenIn, take_list
from cessie.domain.collection.models import Dossier, Inquiry, Listed
from cessie.domain.collection.research import ask_source
from cessie.domain.collection.rules.states import HELD, LIVE
from cessie.domain.parties.models import Identifier
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import Reason, Refusal

log = logging.getLogger(__name__)

#: Dossiers of one turn: seconds of other people's time each.
MOST: Final = 25
#: What failed is asked again after so long.
AGAIN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many sources answered and how much they found; why others did not."""

    answered: int
    found: int
    trouble: tuple[Reason, ...] = ()


@contextmanager
def sources() -> Iterator[tuple[Source, ...]]:
    """Everything that the house may ask, the cheapest first; open while the context is."""
    from cessie.connectors.registers.dutch import Dutch  # here: the client is loaded when it is needed
    from cessie.connectors.registers.french import French
    from cessie.connectors.registers.service import Lookup

    with ExitStack() as open_:
        found: list[Source] = [LocalList()]
        if settings.FRENCH_REGISTER_URL:
            found.append(open_.enter_context(French(settings.FRENCH_REGISTER_URL)))
        if settings.DUTCH_REGISTER_URL:
            found.append(open_.enter_context(Dutch(settings.DUTCH_REGISTER_URL, settings.DUTCH_REGISTER_KEY)))
        if settings.LOOKUP_URL:
            for about in ("insolvency", "address"):
                found.append(open_.enter_context(Lookup(settings.LOOKUP_URL, settings.LOOKUP_KEY, about)))
        yield tuple(found)


def research(*, dossier_id: UUID, by: Viewer, at: datetime) -> Outcome:
    """Ask all of them about the debtor of a dossier; one that does not answer stops no other.

    Refused: no right (``NotAllowed``), not there (``NotFound``), closed (``NotLive``).
    """
    with sources() as those:
        return _ask(dossier_id, those, by, at)


def turn(*, by: Viewer, at: datetime, most: int = MOST) -> int:
    """Look for the debtors of living dossiers who cannot be found; a second turn asks nothing twice. How many."""
    keys = wanted(at, most)
    if not keys:
        return 0
    with sources() as those:
        for dossier_id in keys:
            try:
                trouble = _ask(dossier_id, those, by, at).trouble
            except Refusal as no:  # closed meanwhile
                trouble = (no.reason,)
            for why in trouble:
                log.warning("debtor is not looked for", extra={"dossier": str(dossier_id), "why": why.code})
    return len(keys)


def take_in_list(*, source: str, name: str, data: bytes, by: Viewer, at: datetime) -> TakenIn:
    """Keep the rows of a list, and ask it at once about the debtors of living dossiers whom it may be about: an
    insolvency that it knows stops them today. Refused as ``take_list``."""
    taken = take_list(source=source, name=name, data=data, by=by, at=at)
    for dossier_id in concerned(at):
        _ask(dossier_id, (LocalList(),), by, at)
    return taken


def concerned(added_at: datetime) -> tuple[UUID, ...]:
    """Living dossiers of debtors whom rows of the list that came at that moment may be about."""
    rows = Listed.objects.filter(added_at=added_at)
    numbers = {each.partition(":")[2] for each in rows.exclude(number="").values_list("number", flat=True)}
    names = rows.filter(number="").values("sort_name")
    companies = Identifier.objects.filter(value__in=numbers).values("company_id")
    found = Q(debtor__company__in=companies) | Q(debtor__company__sort_name__in=names)
    return tuple(Dossier.objects.filter(found, state__in=LIVE).order_by("pk").values_list("pk", flat=True))


def wanted(at: datetime, most: int) -> tuple[UUID, ...]:
    """Dossiers whose debtor cannot be found and about whom nobody was asked lately, or somebody did not answer."""
    mine = Inquiry.objects.filter(dossier__debtor=OuterRef("debtor"))
    lately = Exists(mine.filter(asked_at__gt=at - timedelta(days=settings.RESEARCH_DAYS)))
    failed = Exists(mine.filter(dossier=OuterRef("pk"), asked_at__lt=at - AGAIN).exclude(state="answered"))
    rows = Dossier.objects.filter(state__in=LIVE, cause="gone").exclude(state__in=HELD)
    rows = rows.filter(~Q(lately) | Q(failed)).order_by("opened_at", "pk")
    return tuple(rows.values_list("pk", flat=True)[:most])


def _ask(dossier_id: UUID, those: tuple[Source, ...], by: Viewer, at: datetime) -> Outcome:
    answered, found, trouble = 0, 0, []
    for source in those:
        days = 0 if source.about == "list" else settings.RESEARCH_DAYS  # our own costs nothing and may have grown
        price = Money.parse(settings.RESEARCH_PRICES.get(source.name, "0"))
        try:
            told = ask_source(dossier_id=dossier_id, source=source, price=price, days=days, by=by, at=at)
        except Refusal as no:
            if no.reason.code != "research.trouble":
                raise
            trouble.append(no.reason)
            continue
        answered += told is not None
        found += len(told or ())
    return Outcome(answered, found, tuple(trouble))
