"""What came of a call is noted, and what was said holds at once: a promise is waited for, instalments fall due one by
one, what is contested is left alone, nobody reminds the dead, the insolvent and those in care, mail goes where he is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from itertools import groupby
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.arrangements.ask_plan import ask_plan
from cessie.domain.arrangements.promise import promise
from cessie.domain.arrangements.rules.instalments import equal
from cessie.domain.correspondence.queries import writing
from cessie.domain.correspondence.set_writing import How, set_writing
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.dunning.models import Touch, TouchItem
from cessie.domain.dunning.note_call import note_call
from cessie.domain.dunning.said import SAID
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.mark import mark
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.queries import open_amounts
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: What may be said on the phone of how he is reached (``How``).
REACHED: Final = ("email", "street", "building", "postcode", "town", "country", "mobile")
PLACE: Final = frozenset({"street", "building", "postcode", "town", "country"})
NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})


@transaction.atomic
def call_made(
    *,
    touch_id: UUID,
    result: str,
    note: str = "",
    on: date | None = None,
    invoice_id: UUID | None = None,
    ground: str = "",
    parts: int = 0,
    reached: Mapping[str, str] = NOWHERE,
    by: Viewer,
    at: datetime,
) -> Touch:
    """Note a call (``dunning.note_call``), and do what follows. The same again changes nothing.

    ``promise``: one about each invoice of the call that is open, for the day ``on``; ``plan``: ``parts`` equal
    instalments over them, a plan for each client, the first on that day; ``dispute``: about one of them on its
    ``ground``. ``insolvent``, ``deceased``, ``in_care``: the company is marked where the caller may
    (``parties.mark``), and until somebody does its ladder waits (``dunning.said``). ``moved``: what is typed in
    ``reached`` (``How``) stands in how he is written to, ``wrong_number``: his mobile number goes from it; a client's
    people only note both, and the desk corrects it.
    Refused as those verbs refuse, all together; a promise or plan without its day, an invoice that the call was not
    about (``NotFound``).
    """
    before = Touch.objects.filter(pk=touch_id, state="called", result=result).exists()
    row = note_call(touch_id=touch_id, result=result, note=note, by=by, at=at)
    if before:
        return row
    about = list(TouchItem.objects.filter(touch=row).order_by("invoice_id").values_list("invoice_id", flat=True))
    if result == "promise":
        for key in _open(about):
            promise(invoice_id=key, on=_day(on), words=note, by=by, at=at)
    elif result == "plan":
        _plan(about, parts, _day(on), note, by, at)
    elif result == "dispute":
        if invoice_id not in about:
            raise NotFound("invoices.unknown", N_("There is no such invoice."))
        raise_dispute(invoice_id=invoice_id, ground=ground, words=note, by=by, at=at)
    elif result in SAID and by.may("parties.mark"):
        mark(company_id=row.debtor.company_id, kind=SAID[result], note=note, by=by, at=at)
    elif result in ("moved", "wrong_number") and by.may("correspondence.decide"):
        _correct(row, reached, note, by, at)
    return row


def _day(on: date | None) -> date:
    if on is None:
        raise Refusal("dunning.promised_when", N_("Please say for which day he promised to pay."))
    return on


def _open(about: Sequence[UUID]) -> list[UUID]:
    return [key for key, still in open_amounts(about).items() if still.cents > 0]


def _plan(about: Sequence[UUID], parts: int, first: date, note: str, by: Viewer, at: datetime) -> None:
    """Equal instalments over what is open, a plan for each client: what he owes one is not another's."""
    still = open_amounts(about)
    rows = Invoice.objects.filter(pk__in=_open(about)).order_by("client_id", "pk")
    for _, group in groupby(rows, key=lambda row: row.client_id):
        keys = [row.pk for row in group]
        whole = Money.total(still[key] for key in keys)
        cut = equal(whole, max(1, parts), first)
        ask_plan(invoice_ids=keys, parts=cut, words=note, by=by, at=at)


def _correct(row: Touch, said: Mapping[str, str], note: str, by: Viewer, at: datetime) -> None:
    """What was said of how he is reached, beside what is known of it already, with the call as its source; where only
    that he moved was said, nothing."""
    typed = {name: value.strip() for name, value in said.items() if name in REACHED and value.strip()}
    if not typed and row.result == "moved":
        return
    known = writing(viewer=by, debtor_id=row.debtor_id)
    facts = {each.name: getattr(known, each.name) for each in fields(How)}
    if not PLACE.isdisjoint(typed):
        facts |= dict.fromkeys(PLACE, "")  # an address is another one whole
    facts |= {"mobile": ""} if row.result == "wrong_number" else typed
    source = f"{row.on.isoformat()}: {note.strip()}"
    set_writing(debtor_id=row.debtor_id, how=How(**facts), source=source, by=by, at=at)
