"""How often something happened for a contract in a month that no posting tells, and what was bought without VAT.

Only contracts whose plan charges such a thing are looked at. One statement a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Sum

from cessie.domain.charges.agreed import Agreed
from cessie.domain.correspondence.models import Concern, Message
from cessie.domain.credit.models import LimitRequest
from cessie.domain.invoices.models import Credit
from cessie.domain.parties.models import Relation
from cessie.domain.purchase.models import Cession
from cessie.ledger.period import following
from cessie.lib.days import day_begins
from cessie.lib.money import Money
from cessie.terms.fees import FeeRule, Trigger


def counts_of(rows: Sequence[Agreed], month: date, last: date) -> Mapping[UUID, Mapping[str, int]]:
    """By contract and trigger: limits asked for, debtors that the client brought (checked once), letters sent out."""
    found: dict[UUID, dict[str, int]] = {row.contract.pk: {} for row in rows}
    begin, end = day_begins(month), day_begins(following(month))
    asked = _charging(rows, "LIMIT_REQUEST", last)
    limits = LimitRequest.objects.filter(client_id__in=asked.values(), asked_at__gte=begin, asked_at__lt=end)
    checked = _charging(rows, "DEBTOR_CHECK", last)
    brought = Relation.objects.filter(client_id__in=checked.values(), since_date__gte=month, since_date__lte=last)
    written = _charging(rows, "DOCUMENT", last)
    told = {"told_at__gte": begin, "told_at__lt": end}
    letters = Message.objects.filter(about__in=written, **told).values_list("about").annotate(Count("pk")).order_by()
    shared = Concern.objects.filter(about__in=written, **{f"message__{name}": day for name, day in told.items()})
    of_client = {
        "LIMIT_REQUEST": (asked, limits.values_list("client_id").annotate(Count("pk")).order_by()),
        "DEBTOR_CHECK": (checked, brought.values_list("client_id").annotate(Count("pk")).order_by()),
    }
    for trigger, (contracts, counted) in of_client.items():
        by_client = dict(counted)
        for contract, client in contracts.items():
            found[contract][trigger] = by_client.get(client, 0)
    for contract, count in [*letters, *shared.values_list("about").annotate(Count("pk")).order_by()]:
        if contract is not None:  # a letter over several contracts counts for each of them
            found[contract]["DOCUMENT"] = found[contract].get("DOCUMENT", 0) + count
    return found


def bought_net(rows: Sequence[Agreed], month: date, last: date) -> Mapping[UUID, Money]:
    """What was bought in the month without VAT, less what credit notes took off before; where a fee is on it."""
    keys = [row.contract.pk for row in rows if any(rule.base == "NET" for rule in _plan(row, last))]
    in_month = {"ceded_at__gte": day_begins(month), "ceded_at__lt": day_begins(following(month))}
    ceded = Cession.objects.filter(contract_id__in=keys, **in_month)
    net = dict(ceded.values_list("contract_id").annotate(Sum("invoice__net_cents")).order_by())
    off = Credit.objects.filter(invoice_id__in=ceded.values("invoice_id"), undone_at__isnull=True)
    credited = dict(off.values_list("invoice__contract_id").annotate(Sum("net_cents")).order_by())
    return {key: Money(cents - credited.get(key, 0)) for key, cents in net.items()}


def _charging(rows: Sequence[Agreed], trigger: Trigger, last: date) -> dict[UUID, UUID]:
    """The client of each contract that is charged for such events."""
    return {
        row.contract.pk: row.contract.client_id
        for row in rows
        if any(rule.trigger == trigger for rule in _plan(row, last))
    }


def _plan(row: Agreed, last: date) -> Sequence[FeeRule]:
    return row.terms_on(last).fee_plan
