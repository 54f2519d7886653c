"""What must hold between mandates, collections, files and bank lines, at any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db.models import F, Sum

from cessie.domain.documents.queries import content
from cessie.domain.mandates.models import Batch, Collection
from cessie.domain.users.rules.viewer import system
from cessie.formats.reading import read
from cessie.formats.values import CollectionFile
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason


def files_say_what_is_collected() -> Iterator[Reason]:
    """Each released batch: its collections, one by one, are what its file says, until the file's time is over."""
    reader = system("check")
    for batch in Batch.objects.filter(document__erased_at__isnull=True, document__isnull=False).order_by("released_at"):
        said = set()
        for part in read(content(batch.document_id or "", reader), f"{batch.number}.xml"):
            if isinstance(part, CollectionFile) and part.message_id == batch.number:
                debits = [(block.id, one) for block in part.batches for one in block.collections]
                said = {(block, one.end_to_end_id, one.amount.cents, one.mandate.id) for block, one in debits}
        rows = Collection.objects.filter(batch=batch)
        kept = set(rows.values_list("block", "end_to_end_id", "amount_cents", "mandate__reference"))
        if said != kept:
            words = N_("Batch {batch}: its file does not say what its collections are.")
            yield Reason("mandates.file", words, {"batch": batch.number})


def lines_moved_what_was_collected() -> Iterator[Reason]:
    """Each bank line that settled collections brought their sum, each that took one back took its amount."""
    for column, sign in (("line", 1), ("returned_line", -1)):
        rows = (
            Collection.objects.exclude(**{f"{column}__isnull": True})
            .values(f"{column}__amount_cents", f"{column}_id")
            .annotate(total=Sum("amount_cents"))
            .exclude(total=F(f"{column}__amount_cents") * sign)
        )
        for row in rows:
            words = N_("Bank line {line} moved {moved}, its collections are {total}.")
            facts: dict[str, Fact] = {
                "line": str(row[f"{column}_id"]),
                "moved": abs(Money(row[f"{column}__amount_cents"])),
                "total": Money(row["total"]),
            }
            yield Reason("mandates.line", words, facts)


def nothing_left_without_its_people() -> Iterator[Reason]:
    """What left the house stands in a batch that two people let go."""
    rows = Collection.objects.filter(state__in=["instructed", "settled", "rejected", "returned"])
    for row in rows.exclude(batch__state__in=["released", "sent"]).order_by("pk"):
        words = N_("Collection {collection} left without a released batch.")
        yield Reason("mandates.unreleased", words, {"collection": row.end_to_end_id})


CHECKS: list[Callable[[], Iterable[Reason]]] = [
    files_say_what_is_collected,
    lines_moved_what_was_collected,
    nothing_left_without_its_people,
]
