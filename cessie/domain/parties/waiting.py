"""Accounts that one person entered and no other has confirmed yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cessie.domain.parties.models import BankAccount, Client
from cessie.domain.work.rules.clock import due_after
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.reasons import N_, Reason


def _claimed(at: datetime) -> Iterator[Waiting]:
    rows = list(BankAccount.objects.filter(state="claimed").order_by("added_at"))
    clients = dict(
        Client.objects.filter(company_id__in={row.company_id for row in rows}).values_list("company_id", "pk")
    )
    for row in rows:
        client_id = clients.get(row.company_id)
        if client_id is None:  # a debtor's account receives no payout: it is confirmed when one is ordered
            continue
        said = N_("The account {iban} of {holder} waits for a second person.")
        yield Waiting(
            subject=("parties.Client", str(client_id)),
            reasons=(Reason("account.claimed", said, {"iban": row.iban, "holder": row.holder}),),
            due_at=due_after(row.added_at, 4),
            client_id=client_id,
        )


WATCHES = (Watch("account.claimed", _claimed),)
