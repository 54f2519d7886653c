"""What became of the agency's dossiers: how often each thing happened, what was collected, and what it cost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Count, Sum

from cessie.domain.collection.models import Act, Claim, Complaint, Dossier
from cessie.domain.payments.models import Order
from cessie.domain.proceedings.models import Case, Step
from cessie.domain.proceedings.models import Cost as Billed
from cessie.domain.trust.models import Direct, Receipt, Refund, Remittance
from cessie.domain.trust.queries import sums_of

#: What a call or a visit costs the house, in cents: minutes of an agent.
MINUTES: Final = {"call": 4_00, "visit": 45_00, "letter": 0, "sms": 0}
#: What happens at least once with 100 dossiers in 120 days.
HAPPENS: Final = (
    "dossier", "letter", "call", "dossier_closed_paid", "dossier_closed_settled", "dossier_closed_uncollectable",
    "trust_receipt", "trust_unknown", "trust_assigned", "trust_direct", "trust_refund", "remittance",
    "remittance_returned",
    "complaint_of_agency", "case_be_ios", "step_served", "contested", "promise_broken", "plan_broken",
)  # fmt: skip


def tally() -> Counter[str]:
    """How often each thing happened, as the house kept it."""
    found = Counter({"dossier": Dossier.objects.count(), "complaint_of_agency": Complaint.objects.count()})
    found.update({f"dossier_{state}": n for state, n in _counts(Dossier.objects.all(), "state")})
    found.update(dict(_counts(Act.objects.filter(state="done"), "kind")))
    found.update({f"case_{name}": n for name, n in _counts(Case.objects.all(), "procedure")})
    found.update({f"step_{name}": n for name, n in _counts(Step.objects.all(), "act")})
    found["trust_receipt"] = Receipt.objects.filter(follows__isnull=True).count()
    found["trust_unknown"] = Receipt.objects.filter(client__isnull=True).count()
    found["trust_assigned"] = Receipt.objects.filter(follows__isnull=False).count()
    found["trust_direct"] = Direct.objects.filter(state="reported").count()
    found["trust_refund"] = Refund.objects.count()
    found["remittance"] = Remittance.objects.count()
    found["remittance_returned"] = Order.objects.filter(rule="P33", state="returned").count()
    return +found


def _counts(rows: Any, column: str) -> list[tuple[str, int]]:
    return list(rows.order_by().values_list(column).annotate(Count("pk")))


def collected() -> Mapping[str, Mapping[str, str]]:
    """By country and phase (amicable, or a case was begun): dossiers, percent of the principal that came in, and what
    a dossier cost (postage, minutes of agents, partners' bills)."""
    groups: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    came, cost = sums_of(list(Dossier.objects.values_list("pk", flat=True))), _costs()
    asked = dict(Claim.objects.values_list("dossier_id").annotate(Sum("principal_cents")).order_by())
    court = set(Case.objects.values_list("dossier_id", flat=True))
    for key, country in Dossier.objects.values_list("pk", "debtor__company__country"):
        group = groups[f"{country} {'court' if key in court else 'amicable'}"]
        group["dossiers"] += 1
        group["asked"] += asked[key]
        group["came"] += came[key].cents
        group["cost"] += cost[key]
    return {name: _told(group) for name, group in sorted(groups.items())}


def _told(group: Mapping[str, int]) -> Mapping[str, str]:
    return {
        "dossiers": str(group["dossiers"]),
        "recovered_percent": f"{100 * group['came'] / group['asked']:.1f}",
        "cost_each": f"{group['cost'] / group['dossiers'] / 100:.2f}",
    }


def _costs() -> Mapping[Any, int]:
    found: dict[Any, int] = defaultdict(int)
    for key, kind, price in Act.objects.filter(state="done").values_list("dossier_id", "kind", "message__price_cents"):
        found[key] += MINUTES[kind] + (price or 0)
    for key, cents in Billed.objects.filter(state="agreed").values_list("case__dossier_id", "amount_cents"):
        found[key] += cents
    return found
