"""The accounts by which the house is known to whoever pays on them."""

from __future__ import annotations

from typing import Final

from cessie.domain.banking.models import Account
from cessie.domain.parties.models import BankAccount
from cessie.lib.marks import Mark, marks


def _accounts() -> tuple[Mark, ...]:
    """Its own accounts, open or closed; a dedicated one that a client's debtors pay on is meant to be seen. A bank
    marks the house only where no account of anybody else here is kept by it."""
    ours = Account.objects.filter(client__isnull=True).exclude(purpose="dedicated").values_list("iban", "bic")
    banks = {bic[:8] for _, bic in ours if bic}
    others = [*Account.objects.exclude(client=None).values_list("bic", flat=True)]
    if banks:
        others += BankAccount.objects.exclude(bic="").values_list("bic", flat=True).distinct()
    return marks(accounts=[iban for iban, _ in ours], banks=sorted(banks - {bic[:8] for bic in others}))


MARKS: Final = (_accounts,)
