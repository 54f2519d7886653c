"""Freeze the statements of account of a closed month: what moved on each contract's account, and why."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record_many
from cessie.domain.charges.explain import Explained, explain, month_before
from cessie.domain.charges.invoice_fees import CHARGING
from cessie.domain.charges.models import AccountStatement as Row
from cessie.domain.charges.models import Charge, FeeInvoice
from cessie.domain.charges.rules import how_charged
from cessie.domain.charges.rules.account_statement import AccountStatement, Charged, Line, Sum, changes
from cessie.domain.contracts.models import Contract
from cessie.domain.documents.store_own import Paper, store_own
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.account import StatementLine, statements
from cessie.ledger.period import closed_until, following
from cessie.ledger.valued import volumes
from cessie.lib.ids import uuid7
from cessie.lib.reasons import N_, Reason, Refusal

#: The account of which the client is told.
ACCOUNT = "2100"
_Sums = dict[UUID, dict[str, Sum]]


class NotClosed(Refusal):
    """Something can still be booked in the month: its statement would not be the last word."""


@transaction.atomic
def state_month(*, contract_ids: Collection[UUID], month: date, by: Viewer, at: datetime) -> set[UUID]:
    """Keep the statement of each contract for the month that begins on ``month``; which of them have one.

    A contract on whose account nothing stood and nothing moved has none. Again changes nothing: nothing can be booked
    in a closed month. Refused: no right (``NotAllowed``), a month that is not closed (``NotClosed``).
    """
    by.require("charges.accrue")
    until = closed_until()
    if until is None or until <= month:
        raise NotClosed("charges.not_closed", N_("{month} is not closed yet."), month=f"{month:%Y-%m}")
    have = set(Row.objects.filter(contract_id__in=contract_ids, month=month).values_list("contract_id", flat=True))
    lacking = Contract.objects.filter(pk__in=set(contract_ids) - have).select_related("client__company").order_by("pk")
    contracts = {row.pk: row for row in lacking}
    told = frozen(contracts, month)
    papers = [Paper(_bytes(each), f"{_name(each)}.json", contracts[key].client_id) for key, each in told.items()]
    rows = [
        _row(contracts[key], month, each, digest, at)
        for (key, each), digest in zip(told.items(), store_own(papers=papers, by=by, at=at), strict=True)
    ]
    Row.objects.bulk_create(rows)
    record_many(
        action="charges.state", by=by, at=at,
        lines=[(row, row.client_id, {"number": row.number, "sha256": row.data_id}) for row in rows],
    )  # fmt: skip
    return have | set(told)


def frozen(contracts: Mapping[UUID, Contract], month: date) -> dict[UUID, AccountStatement]:
    """The statements as the books tell them; none where nothing stood and nothing moved. Statements of SQL the same in
    number for any number of contracts."""
    last, keys = following(month) - timedelta(days=1), list(contracts)
    books = {key: it for key, it in statements(keys, since=month, until=last).items() if it.lines or it.opening}
    bills = {row.contract_id: row for row in FeeInvoice.objects.filter(contract_id__in=keys, month=month)}
    explained = explain(list(bills.values()))
    of = {key: explained[row.pk] for key, row in bills.items()}
    why = _why(keys, month, of)
    named = _named([line.invoice for it in books.values() for line in it.lines if line.invoice])
    now, before = _sums(keys, month), _sums(keys, month_before(month))
    return {
        key: AccountStatement(
            f"{contracts[key].number}/{month:%Y-%m}", contracts[key].number, month, last, -it.opening,
            tuple(_line(line, named, why) for line in it.lines), -it.closing,
            changes(now[key], before[key], _charged(of[key]) if key in of else {}),
        )
        for key, it in books.items()
    }  # fmt: skip


def _line(line: StatementLine, named: Mapping[UUID, tuple[str, str]], why: Mapping[UUID, tuple[Reason, ...]]) -> Line:
    invoice, debtor = named.get(line.invoice, ("", "")) if line.invoice else ("", "")
    return Line(
        line.entry_id, line.booking_date, line.value_date, line.kind, line.text, invoice, debtor,
        -line.amount, -line.balance, why.get(line.entry_id, ()),
    )  # fmt: skip


def _named(invoices: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    rows = Invoice.objects.filter(pk__in=set(invoices)).values_list("pk", "number", "debtor__company__name")
    return {key: (number, debtor or "") for key, number, debtor in rows}


def _sums(keys: Sequence[UUID], month: date) -> _Sums:
    """What moved the accounts in a month by kind, in the client's favour; what took a charge back counts with it."""
    found: _Sums = defaultdict(dict)
    for volume in volumes(keys, month, following(month) - timedelta(days=1)):
        if volume.account == ACCOUNT:
            kind = volume.kind.removesuffix("_reversed") if volume.rule in CHARGING else volume.kind
            old = found[volume.contract].get(kind)
            amount = old.amount - volume.amount if old else -volume.amount
            found[volume.contract][kind] = Sum(volume.count + (old.count if old else 0), amount)
    return found


def _charged(it: Explained) -> dict[str, Charged]:
    return {each.line.kind: Charged(each.line.net, each.line.vat, each.before, each.why) for each in it.lines}


def _why(keys: Sequence[UUID], month: date, of: Mapping[UUID, Explained]) -> dict[UUID, tuple[Reason, ...]]:
    """By entry, how each charge of the month came about."""
    found = {}
    for charge in Charge.objects.filter(contract_id__in=keys, month=month):
        if charge.code in ("interest", "surcharge"):
            it = of.get(charge.contract_id)
            found[charge.entry_id] = tuple(_interest(it, charge.code)) if it else ()
        else:
            found[charge.entry_id] = how_charged.of_fee(charge.facts())
    return found


def _interest(it: Explained, code: str) -> list[Reason]:
    own = [part for look in it.looks if look.month == it.invoice.month for part in look.stretches]
    if code == "surcharge":
        return [how_charged.of_over(p.first, p.last, p.days, p.over, p.surcharge) for p in own if p.over]
    former = [look for look in it.looks if look.month != it.invoice.month and look.posted]
    return [
        *(how_charged.of_days(p.first, p.last, p.days, p.base, p.rate) for p in own if p.base),
        *(how_charged.of_correction(look.month, look.total, look.posted) for look in former),
    ]


def _row(contract: Contract, month: date, told: AccountStatement, digest: str, at: datetime) -> Row:
    return Row(
        id=uuid7(), number=told.number, contract=contract, client_id=contract.client_id, month=month,
        language=contract.client.company.language, opening_cents=told.opening.cents, closing_cents=told.closing.cents,
        line_count=len(told.lines), currency=told.opening.currency, data_id=digest, made_at=at,
    )  # fmt: skip


def _bytes(told: AccountStatement) -> bytes:
    return json.dumps(told.to_json(), ensure_ascii=False, separators=(",", ":")).encode()


def _name(told: AccountStatement) -> str:
    return f"statement-{told.contract}-{told.since:%Y-%m}"
