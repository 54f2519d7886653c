"""What is open and who asks for it: the house for what it bought openly and collects, else the creditor himself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection

from cessie.domain.contracts.queries import terms_on, told_terms
from cessie.domain.dunning.ladders import segments_of
from cessie.domain.dunning.past import Past, past_of
from cessie.domain.dunning.pauses import pauses_of
from cessie.domain.dunning.rules.items import Collector, OpenItem, Pause
from cessie.domain.dunning.rules.ladder import Segment
from cessie.domain.dunning.rules.standing import Standing, standing
from cessie.domain.dunning.said import said_of
from cessie.domain.parties.mark import marks_of
from cessie.domain.users.rules.viewer import NotFound
from cessie.law.facts import Segment as LawSegment
from cessie.ledger.chart import BOUGHT, MANAGED
from cessie.lib.money import Money
from cessie.terms.contract import Terms

#: The law's segment of a ladder's; one who is dear to the creditor is what his company is.
_LAW: Final[Mapping[str, LawSegment]] = {"b2b": "b2b", "b2c": "b2c", "public": "b2g"}
#: Segments as the law and creditors spare them, the mildest first.
_MILD: Final[tuple[Segment, ...]] = ("b2c", "vip", "public", "b2b")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """In whose name an item is asked for (``house``: the house's own), and whether the debtor may know of the house."""

    house: bool
    bought: bool
    confidential: bool

    @property
    def name(self) -> str:
        """Under which it is kept (``models.WAYS``)."""
        if self.house:
            return "house"
        return "silent" if self.confidential else "ceded" if self.bought else "managed"

    @property
    def collector(self) -> Collector:
        """Who presses the debtor, as the law sees it."""
        return "buyer" if self.house else "creditor"


@dataclass(frozen=True, slots=True)
class Asked:
    """The open items of one debtor that one creditor asks for in one way, of all their contracts.

    ``last``: the day of the last step towards him; ``payment_iban``: the account on the newest of the invoices.
    """

    debtor_id: UUID
    segment: Segment
    way: Way
    items: tuple[OpenItem, ...]
    last: date | None
    payment_iban: str

    @property
    def asker(self) -> UUID | None:
        """Whose ladder it is: the client's, or the house's own (None)."""
        return None if self.way.house else self.items[0].client_id


def debtors_with_open_items(
    client_id: UUID | None, *, first: UUID | None = None, last: UUID | None = None
) -> list[UUID]:
    """Who owes anything that could be asked for in a run of this creditor (None: the house), by key; of a stretch."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct debtor_id from ledger_balance where open and account = any(%s) and amount_cents > 0"
            " and debtor_id is not null and (%s::uuid is null or client_id = %s)"
            " and (%s::uuid is null or debtor_id between %s and %s) order by 1",
            [_accounts(client_id), client_id, client_id, first, first, last],
        )
        return [row[0] for row in cursor.fetchall()]


def asked(
    client_id: UUID | None, *, debtors: Collection[UUID], on: date, but: Collection[UUID] = ()
) -> Iterator[Asked]:
    """What these debtors owe, a debtor and way at a time; ``but``: as if these touches had not been.

    The number of statements grows with the contracts, not with debtors or items.
    """
    rows = _rows(client_id, debtors)
    today = {key: _terms(key, on) for key in {row["contract_id"] for row in rows}}
    then = told_terms({row["version_id"] for row in rows if row["version_id"]})
    mine = [(row, way) for row in rows if (way := way_of(today[row["contract_id"]], then.get(row["version_id"])))]
    mine = [(row, way) for row, way in mine if way.house == (client_id is None)]
    if not mine:
        return
    known = _known([row for row, _ in mine], on, but)
    groups: dict[tuple[UUID, Way], list[Row]] = defaultdict(list)
    for row, way in mine:
        groups[row["debtor_id"], way].append(row)
    for (debtor, way), own in groups.items():
        segment = _mildest(known.segments[row["client_id"], debtor] for row in own)
        items = tuple(_for_itself(_item(row, segment, way, known), known.past, on) for row in own)
        last_step = known.past.last_step(debtor, client_id, way.name)
        yield Asked(debtor, segment, way, items, last_step, own[-1]["payment_iban"])


def _mildest(segments: Iterable[Segment]) -> Segment:
    """Of a debtor whom clients see differently: the segment that is pressed least; the house asks him as one."""
    return min(segments, key=_MILD.index)


def way_of(today: Terms | None, then: Terms | None) -> Way | None:
    """How an item is asked for under the terms of today and those under which it was bought (None: it was not).

    Both must let the debtor know of the house. None: nobody asks by a ladder, an agency does.
    """
    if today is None or today.collector == "AGENCY":
        return None
    told = then is not None and then.disclosure == "NOTIFIED" and today.disclosure == "NOTIFIED"
    return Way(
        told and today.collector == "FACTOR", bought=then is not None, confidential=then is not None and not told
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the rows of a stretch beside the rows."""

    segments: Mapping[tuple[UUID, UUID], Segment]
    marks: Mapping[UUID, Mapping[str, object]]
    past: Past
    pauses: Mapping[UUID, tuple[Pause, ...]]
    said: Mapping[UUID, date]

    def pauses_of(self, row: Row) -> tuple[Pause, ...]:
        """Why an invoice is left alone: for itself, or for what was said of its debtor."""
        until = self.said.get(row["debtor_id"])
        alone = (Pause("holiday", until),) if until is not None else ()
        return (*alone, *self.pauses.get(row["invoice_id"], ()))


def _known(rows: Sequence[Row], on: date, but: Collection[UUID]) -> _Known:
    pairs = {(row["client_id"], row["debtor_id"]): row["company_id"] for row in rows}
    marks = marks_of(set(pairs.values()))
    said = segments_of(pairs.keys())
    segments: dict[tuple[UUID, UUID], Segment] = {
        pair: said.get(pair, "b2c" if "consumer" in marks[company] else "b2b") for pair, company in pairs.items()
    }
    invoices = {row["invoice_id"]: marks[row["company_id"]].keys() for row in rows}
    debtors = {row["debtor_id"] for row in rows}
    return _Known(segments, marks, past_of(invoices, debtors, but), pauses_of(invoices, on), said_of(debtors, on))


def _item(row: Row, segment: Segment, way: Way, known: _Known) -> OpenItem:
    key, marks = row["invoice_id"], known.marks[row["company_id"]]
    step, last = known.past.reached.get(key, (0, None))
    plain: LawSegment = "b2c" if "consumer" in marks else "b2b"
    return OpenItem(
        invoice_id=key, contract_id=row["contract_id"], client_id=row["client_id"], debtor_id=row["debtor_id"],
        number=row["number"], issued=row["issue_date"], due=row["due_date"],
        open=Money(int(row["cents"]), row["currency"]), original=Money(row["payable_cents"], row["currency"]),
        reference=row["payment_reference"], country=row["country"], segment=_LAW.get(segment, plain),
        reached=step, reached_on=last, pauses=known.pauses_of(row), notice=known.past.notice.get(key),
        claimed=known.past.claimed.get(key), discharged=known.past.discharged.get(key),
        natural_person=not marks.keys().isdisjoint({"consumer", "sole_trader"}),
        collector=way.collector, confidential=way.confidential,
    )  # fmt: skip


def _for_itself(item: OpenItem, past: Past, on: date) -> OpenItem:
    """The item; under a plan with the step that was taken for the instalment which is late: each is reminded of for
    itself, from the first step on."""
    if not any(pause.kind == "plan" and pause.due for pause in item.pauses):
        return item
    found = standing(item, on)
    if not isinstance(found, Standing) or found.since == item.due:
        return item
    step, last = past.reached_since.get((item.invoice_id, found.since), (0, None))
    return replace(item, reached=step, reached_on=last)


def _accounts(client_id: UUID | None) -> list[str]:
    """The house asks for what it bought; of a creditor managed claims too."""
    return list(BOUGHT if client_id is None else (*BOUGHT, *MANAGED))


def _terms(contract_id: UUID, on: date) -> Terms | None:
    try:
        return terms_on(contract_id, on)[1]
    except NotFound:  # before the contract began nothing is asked under it
        return None


def _rows(client_id: UUID | None, debtors: Collection[UUID]) -> list[dict[str, Any]]:
    """The open items of these debtors, the oldest due first; what was handed over is not asked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select i.id as invoice_id, i.contract_id, i.client_id, i.debtor_id, d.company_id, co.country, i.number,
                   i.issue_date, i.due_date, i.payable_cents, i.currency, i.payment_reference, i.payment_iban,
                   o.cents, p.version_id
              from (select invoice_id, sum(amount_cents) as cents from ledger_balance
                     where open and account = any(%s) and debtor_id = any(%s)
                       and (%s::uuid is null or client_id = %s)
                     group by 1 having sum(amount_cents) <> 0) o
              join invoices_invoice i on i.id = o.invoice_id
              join parties_debtor d on d.id = i.debtor_id
              join parties_company co on co.id = d.company_id
              left join purchase_cession c on c.invoice_id = i.id
              left join purchase_proposal p on p.id = c.proposal_id
             where not exists (select 1 from dunning_handedover h where h.stands and h.invoice_id = i.id)
             order by i.debtor_id, i.due_date, i.number, i.id
            """,
            [_accounts(client_id), list(debtors), client_id, client_id],
        )
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
