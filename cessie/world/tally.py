"""What happened, as the house itself kept it: told after the play, whoever died in the middle of it."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count

from cessie.domain.audit.models import Event
from cessie.domain.banking.models import Line, Statement
from cessie.domain.charges.models import Allowance, FeeInvoice
from cessie.domain.correspondence.models import Message
from cessie.domain.managed.models import Managed, Settlement
from cessie.domain.mandates.models import Collection, Mandate
from cessie.domain.matching.models import Match
from cessie.domain.payments.models import Order
from cessie.domain.work.models import Task

#: What people and jobs did, by what the trail calls it.
ACTS = {
    "purchase.accept": "purchase",
    "payments.release": "batch",
    "payments.verify": "name_asked",
    "payments.vouch": "vouched",
    "payments.set_off": "payout_set_off",
    "payments.take_report": "status_report",
    "purchase.release": "release",
    "matching.receive": "receipt",
    "charges.rate_confirm": "reference_rate",
    "statutes.confirm": "statutory_rate",
    "charges.close_month": "month_closed",
}


def tally() -> Counter[str]:
    """How often each thing happened in this house; names without one are left out."""
    seen = Event.objects.filter(action__in=ACTS).values_list("action").annotate(Count("pk"))
    found = Counter({ACTS[action]: count for action, count in seen})
    found["payout"] = Order.objects.filter(line__isnull=False).count()
    found["rejected"] = Order.objects.filter(state="rejected").count()
    found["ordered_again"] = Order.objects.filter(key__startswith="again:").count()
    found["statement"] = Statement.objects.count()
    found["statement_line"] = Line.objects.count()
    found["file_refused"] = refused_files()
    found["match"] = Match.objects.filter(state="posted").exclude(rule="person").count()
    found["allocated_by_hand"] = Match.objects.filter(state="posted", rule="person").count()
    found["managed"] = Managed.objects.count()
    found["managed_settled"] = Settlement.objects.filter(state="posted").exclude(rule="person").count()
    found["managed_by_hand"] = Settlement.objects.filter(state="posted", rule="person").count()
    found["notice"] = Message.objects.filter(kind="assignment_notice").count()
    found["reminder"] = Message.objects.filter(kind="reminder", told_at__isnull=False).count()
    found["mandate"] = Mandate.objects.filter(activated_at__isnull=False).count()
    found["collection"] = Collection.objects.filter(batch__sent_at__isnull=False).count()
    found["return"] = Collection.objects.filter(state__in=("rejected", "returned")).count()
    found["fee_invoice"] = FeeInvoice.objects.filter(xml__isnull=False).count()
    found["allowance"] = Allowance.objects.exclude(posted_cents=0).count()
    return +found


def refused_files() -> int:
    """Files of the bank that nobody could use."""
    return Task.objects.filter(kind="bank.file").count()
