"""The one order in which rows are locked where limits are decided.

1. contracts and all contracts of their clients' groups, by key (``contracts.queries.lock``);
2. debtors and all debtors of their groups, by key;
3. the rows of the verb itself (proposals, reservations, invoices), by key.

Whoever decides about money that a limit or a facility bounds takes the first two here, before it reads what is left,
and keeps them until its transaction ends: so no two decisions see the same last euro, and no two wait for each other.
A verb with many invoices takes the locks of all of them in one call. The locks are ``FOR NO KEY UPDATE``: rows that
only refer to a contract or a debtor (a new invoice) are not held up.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from cessie.domain.contracts.queries import lock_all, with_their_groups
from cessie.domain.parties.groups import debtor_groups
from cessie.domain.parties.models import Debtor


def take(*, contract_ids: Iterable[UUID], debtor_ids: Iterable[UUID]) -> None:
    """Lock contracts, then debtors, each with their groups, until the transaction ends."""
    lock_all(with_their_groups(list(contract_ids)))
    wanted = set(debtor_ids)
    wanted = wanted.union(*debtor_groups(wanted).values())
    rows = Debtor.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted).order_by("pk")
    list(rows.values_list("pk", flat=True))
