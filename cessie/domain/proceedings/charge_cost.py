"""What a bailiff's agreed act adds to the debtor's debt: as much as the tariff gives, the rest is the principal's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from cessie.domain.collection.tend import add_cost
from cessie.domain.proceedings.models import Cost
from cessie.domain.proceedings.rules.tariff import Row, owed_by_debtor
from cessie.domain.users.rules.viewer import system
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal

#: In these a title can be enforced: its costs are a consumer's too.
TITLED: Final = ("enforceable", "enforcement", "suspended_by_court")
CHARGER: Final = system("proceedings")


def charge_cost(row: Cost, tariff: Sequence[Row], *, at: datetime) -> bool:
    """Add it to the dossier, once; whether the debtor owes it. A lawyer's bill is never his, nor what no tariff
    names. What the law or a closed dossier stands against stays with the principal: the cost itself stands. Lock: the
    dossier."""
    if row.state != "agreed" or row.partner.role != "bailiff":
        return False
    owed = owed_by_debtor(tariff, row.act, Money(row.amount_cents, row.currency), row.on)
    if owed is None:
        return False
    amount, source = owed
    try:
        with transaction.atomic():
            add_cost(
                dossier_id=row.case.dossier_id, key=f"partner-cost:{row.pk}", kind="bailiff", amount=amount,
                on=row.on, article=source, title=row.case.state in TITLED, by=CHARGER, at=at,
            )  # fmt: skip
    except Refusal:
        return False
    return True
