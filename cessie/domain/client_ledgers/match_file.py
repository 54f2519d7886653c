"""The client's lettrage as a file: each line is checked, and all of them count or none."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cessie.domain.banking.models import Line
from cessie.domain.client_ledgers.match import Word, match
from cessie.domain.client_ledgers.models import Match, Receipt
from cessie.domain.contracts.queries import contract as contract_for
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats import lettrage
from cessie.formats.lettrage import Said
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason, Refusal


class WrongLines(Refusal):
    """Lines of the file cannot be: ``reasons`` has each with its line, the words are the first one's."""

    def __init__(self, reasons: list[Reason]) -> None:
        super().__init__(reasons[0].code, reasons[0].message, **reasons[0].facts)
        self.reasons = tuple(reasons)


def match_file(*, contract_id: UUID, data: bytes, by: Viewer, at: datetime) -> list[Match]:
    """Keep what the file says (``formats.lettrage``); the same file again changes nothing.

    Refused (``WrongLines``): lines that cannot be read, money that never came or came on another account. Else as
    ``match``.
    """
    contract = contract_for(viewer=by, contract_id=contract_id)
    said, wrong = lettrage.read(data)
    words, problems = list[Word](), list(wrong)
    for each in said:
        receipt = _receipt(contract.pk, each.receipt)
        if receipt is None:
            problems.append(_no_receipt(each, by))
        else:
            words.append(Word(receipt, each.number, Money(each.cents)))
    if problems:
        raise WrongLines(problems)
    return match(contract_id=contract_id, words=words, by=by, at=at)


def _named(reference: str) -> Q:
    return Q(bank_reference=reference) | Q(end_to_end_id=reference)


def _receipt(contract_id: UUID, reference: str) -> UUID | None:
    lines = Line.objects.filter(_named(reference))
    rows = Receipt.objects.filter(contract_id=contract_id, line__in=lines)
    return rows.order_by("-pk").values_list("pk", flat=True).first()


def _no_receipt(each: Said, by: Viewer) -> Reason:
    """Money that came nowhere, or elsewhere: on which account a client is told only where it is his."""
    rows = Line.objects.filter(_named(each.receipt), amount_cents__gt=0, statement__state="chained")
    lines = rows if by.sees_all else rows.filter(statement__account__client_id__in=by.client_ids)
    found = lines.select_related("statement__account").first()
    facts: dict[str, Fact] = {"line": each.place, "receipt": each.receipt}
    if found is None:
        words = N_("Line {line}: no money with the reference {receipt} came on the dedicated account.")
        return Reason("ledgers.never_came", words, facts)
    words = N_("Line {line}: the money with the reference {receipt} came on {iban}, not on the dedicated account.")
    return Reason("ledgers.came_elsewhere", words, {**facts, "iban": found.statement.account.iban})
