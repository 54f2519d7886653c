"""What must hold of promises and plans, at any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db.models import OuterRef, Subquery, Sum

from cessie.domain.arrangements.models import Arrangement, Covered, Instalment
from cessie.domain.arrangements.rules.states import LIVE
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


def instalments_are_what_was_agreed() -> Iterator[Reason]:
    """The instalments of each arrangement sum to what was agreed on its invoices, to the cent."""
    parts = (
        Instalment.objects.filter(arrangement=OuterRef("pk")).values("arrangement").annotate(sum=Sum("amount_cents"))
    )
    covers = Covered.objects.filter(arrangement=OuterRef("pk")).values("arrangement").annotate(sum=Sum("agreed_cents"))
    rows = Arrangement.objects.annotate(parts=Subquery(parts.values("sum")), covers_sum=Subquery(covers.values("sum")))
    for row in rows.order_by("pk").iterator(2000):
        if row.parts != row.covers_sum:
            said = N_("Arrangement {arrangement}: its instalments are {parts}, agreed is {agreed}.")
            facts = {"parts": Money(row.parts or 0), "agreed": Money(row.covers_sum or 0)}
            yield Reason("arrangements.sum", said, {"arrangement": str(row.pk), **facts})


def what_ended_frees_its_invoices() -> Iterator[Reason]:
    """An invoice is spoken for exactly while its arrangement is asked for or runs."""
    stuck = Covered.objects.filter(live=True).exclude(arrangement__state__in=LIVE)
    loose = Covered.objects.filter(live=False, arrangement__state__in=LIVE)
    for row in (*stuck, *loose):
        said = N_("Invoice {invoice} does not follow the state of its arrangement.")
        yield Reason("arrangements.live", said, {"invoice": str(row.invoice_id)})


CHECKS: list[Callable[[], Iterable[Reason]]] = [instalments_are_what_was_agreed, what_ended_frees_its_invoices]
