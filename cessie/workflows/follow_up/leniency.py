"""What the house's own policy does by itself: small rests beside invoices that are paid are given up."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils.translation import gettext as _

from cessie.domain.arrangements.leniency import leniency_in_force
from cessie.domain.dunning.give_up import small_rests
from cessie.domain.dunning.waive import house_claims, waive
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal

log = logging.getLogger(__name__)


def give_up_small(*, by: Viewer, at: datetime) -> int:
    """Give up what the policy says, each in its own transaction; how many. A creditor's own claims stay his to give up.
    Again finds nothing more."""
    count, days = 0, leniency_in_force().beside_days
    note = _("Small rest, paid {days} days ago: policy of the house.").format(days=days)
    for invoice_id in small_rests(booking_day(at)):
        try:
            if house_claims(invoice_id, at):
                waive(invoice_id=invoice_id, note=note, by=by, at=at)
                count += 1
        except Refusal as no:
            log.warning("small rest stays", extra={"invoice": str(invoice_id), "why": no.reason.code})
    return count
