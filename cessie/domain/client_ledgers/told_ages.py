"""How old is what the books hold of debtors on balances: by the due days of the ledger in force."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from cessie.domain.charges.told_ages import AGES, Lack, Tell, Told
from cessie.domain.client_ledgers.ages import ages_in, in_force_on, spread
from cessie.domain.client_ledgers.models import Submission
from cessie.domain.client_ledgers.queries import on_balances
from cessie.domain.contracts.debtor_account import account_key
from cessie.ledger.undated import undated
from cessie.lib.reasons import N_, Reason

#: Contracts that a hint names.
NAMED: Final = 10


def told(contracts: Collection[UUID], day: date, known_at: datetime | None = None) -> Mapping[tuple[UUID, UUID], Told]:
    """Debtors' accounts under contracts that ever had a ledger, at the end of a day; what is doubtful is the oldest."""
    kept = Submission.objects.filter(contract_id__in=contracts, state__in=("accepted", "superseded"), kind="balance")
    had = list(kept.values_list("contract_id", flat=True).distinct().order_by())
    if not had:
        return {}
    sent = in_force_on(had, day, known_at=known_at)
    ages = ages_in(sent, day)
    found = {}
    for row in undated(had, day):
        if row.invoice != account_key(row.contract, row.debtor):
            continue
        by_ledger = ages.get((row.contract, row.debtor), (0,) * AGES)
        found[row.contract, row.debtor] = Told(
            spread(row.sound, by_ledger), spread(row.sound + row.doubtful, by_ledger),
            sent[row.contract].as_of if row.contract in sent else None,
        )  # fmt: skip
    return found


def lacking(last: date) -> Iterator[Reason]:
    """Contracts on balances under which something is owed, and no ledger of the month is in force."""
    contracts = {row.pk: row.number for row in on_balances(last)}
    sent = in_force_on(contracts, last)
    late = [key for key in contracts if key not in sent or sent[key].as_of < last.replace(day=1)]
    owed = {row.contract for row in undated(late, last)} if late else set()
    old = sorted(contracts[key] for key in owed if key in sent)
    without = sorted(contracts[key] for key in owed if key not in sent)
    if old:
        words = N_("On balances, no ledger of the month yet: {numbers}. An older one says how late their debtors are.")
        yield Reason("month.old_ledger", words, {"numbers": _named(old)})
    if without:
        words = N_("On balances, no ledger in force: {numbers}. All that is owed there counts as not due.")
        yield Reason("month.no_ledger", words, {"numbers": _named(without)})


def _named(numbers: Sequence[str]) -> str:
    more = len(numbers) - NAMED
    return ", ".join(numbers[:NAMED]) + (f" (+{more})" if more > 0 else "")


TOLD_AGES: Final[Tell] = told
LACKING: Final[Lack] = lacking
