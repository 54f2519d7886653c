"""What must hold between dossiers, the third-party money that came for them, and the books, on any night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Concat

from cessie.domain.audit.newest import newest_day
from cessie.domain.collection.known import known
from cessie.domain.collection.models import Dossier, PrincipalMonth
from cessie.domain.collection.rules.divided import divided
from cessie.domain.collection.rules.monthly import last_day
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.collection.rules.states import LIVE
from cessie.domain.collection.settle_claims import shares
from cessie.domain.collection.undivided import facts_changed, money_moved
from cessie.domain.managed.collect_off import Share
from cessie.domain.managed.models import Managed, Settlement
from cessie.domain.statutes.rates import rates_in_force
from cessie.domain.work.models import Task
from cessie.ledger.entry import Dims
from cessie.ledger.queries import balance
from cessie.lib.days import BRUSSELS, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: Dossiers that are looked at with one set of statements.
CHUNK: Final = 500
#: Days beyond its day after which a dossier counts as forgotten: the clock looks at each every week at least.
PATIENCE: Final = 14


def money_is_divided() -> Iterator[Reason]:
    """What came for a dossier on the third-party account is divided over its claims."""
    for number in (
        Dossier.objects.filter(pk__in=money_moved()[:100]).order_by("number").values_list("number", flat=True)
    ):
        words = N_("Dossier {number}: money came or went that is not divided over its claims.")
        yield Reason("collection.undivided", words, {"number": shown(number)})


def books_are_the_build_up() -> Iterator[Reason]:
    """Of each dossier the books say the same of third-party money as the build-up: what of each claim it paid (P40,
    P42). One about which something is known since waits for its turn."""
    rows = Dossier.objects.filter(divided_at__isnull=False).exclude(pk__in=facts_changed())
    rows = rows.select_related("debtor__company", "client__company").order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    for place in range(0, len(keys), CHUNK):
        yield from _differ(list(rows.filter(pk__in=keys[place : place + CHUNK])))


def _differ(dossiers: list[Dossier]) -> Iterator[Reason]:
    rates = rates_in_force()
    booked = _booked([dossier.pk for dossier in dossiers])
    found = known(dossiers, max(booking_day(dossier.divided_at) for dossier in dossiers if dossier.divided_at))
    wanted = {key: shares(each, divided(each.facts, rates)) for key, each in found.items()}
    invoices = {share[0] for each in wanted.values() for share in each}
    managed = set(Managed.objects.filter(invoice_id__in=invoices).values_list("invoice_id", flat=True))
    for dossier in dossiers:
        says = {share: amount for share, amount in wanted[dossier.pk].items() if share[0] in managed}
        if says == booked[dossier.pk]:
            continue
        words = N_("Dossier {number}: by its build-up {paid} was collected, the books say {booked}.")
        paid, there = Money.total(says.values()), Money.total(booked[dossier.pk].values())
        yield Reason("collection.books_differ", words, {"number": shown(dossier.number), "paid": paid, "booked": there})


def months_are_the_books() -> Iterator[Reason]:
    """The newest statement of each principal ends with what the books owed him (2200) less what he owed (1410) at the
    end of its month, as known when it was made; each begins where the one before ended."""
    for row in PrincipalMonth.objects.order_by("client_id", "-month").distinct("client_id"):
        of, until = Dims(client=row.client_id), last_day(row.month)
        owed = (balance(code, of, day=until, known_at=row.known_at, currency=row.currency) for code in ("2200", "1410"))
        books = -Money.total(owed, row.currency)
        yield from _unless_same(row.number, Money(row.closing_cents, row.currency), books)
    former: PrincipalMonth | None = None
    for row in PrincipalMonth.objects.order_by("client_id", "month"):
        before = former.closing_cents if former is not None and former.client_id == row.client_id else 0
        yield from _unless_same(row.number, Money(row.opening_cents, row.currency), Money(before, row.currency))
        former = row


def each_dossier_has_what_comes_next() -> Iterator[Reason]:
    """No living dossier is forgotten: the clock has looked at each that is its turn within two weeks, and one that
    waits for its principal is before a person."""
    today = newest_day()
    if today is None:
        return
    behind = Q(look_date__lt=today - timedelta(days=PATIENCE))
    task = Task.objects.filter(key=Concat(Value("dossier.principal:"), Cast(OuterRef("pk"), TextField())))
    since = datetime.combine(today - timedelta(days=PATIENCE), time(), BRUSSELS)
    asked = Exists(task.filter(Q(state="open") | Q(closed_at__gte=since)))
    rows = Dossier.objects.filter(state__in=LIVE).filter(behind | Q(state="waiting_principal") & ~Q(asked))
    for number, state, day in rows.order_by("number").values_list("number", "state", "look_date")[:100]:
        if state == "waiting_principal" and day >= today - timedelta(days=PATIENCE):
            words = N_("Dossier {number} waits for its principal, and for nobody of the house.")
            yield Reason("collection.waits_for_nobody", words, {"number": shown(number)})
        else:
            words = N_("Dossier {number} was to be looked at on {day}, and was not.")
            yield Reason("collection.forgotten", words, {"number": shown(number), "day": day})


def _unless_same(number: str, said: Money, there: Money) -> Iterator[Reason]:
    if said != there:
        words = N_("Statement {number} says {said}, the books say {books}.")
        yield Reason("collection.month_differs", words, {"number": number, "said": said, "books": there})


def _booked(references: list[UUID]) -> dict[UUID, dict[Share, Money]]:
    found: dict[UUID, dict[Share, Money]] = defaultdict(dict)
    for row in Settlement.objects.filter(kind="collected", state="posted", reference__in=references):
        if row.reference is not None:
            found[row.reference][row.invoice_id, row.towards, row.paid_date] = Money(row.amount_cents, row.currency)  # type: ignore[index]  # a constraint holds the words
    return found


CHECKS: list[Callable[[], Iterable[Reason]]] = [
    money_is_divided,
    books_are_the_build_up,
    months_are_the_books,
    each_dossier_has_what_comes_next,
]
