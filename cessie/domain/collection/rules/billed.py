"""Whether a debtor may be asked for what somebody billed: a bailiff, a lawyer, a court. Pure.

>>> why_not_owed("FR", "b2c", title=False).guard, why_not_owed("FR", "b2c", title=True) is None
('LAW-FR-02', True)
>>> why_not_owed("BE", "b2c", title=False).guard, why_not_owed("BE", "b2b", title=False) is None
('LAW-BE-03', True)
>>> why_not_owed("NL", "b2b", title=False, insolvent=True).guard
'LAW-GEN-03'
"""

from __future__ import annotations

from cessie.law.facts import Segment
from cessie.law.guards import Finding, finding
from cessie.lib.reasons import N_


def why_not_owed(country: str, segment: Segment, *, title: bool, insolvent: bool = False) -> Finding | None:
    """What the law has against it, with its guard; None where the debtor owes it by its own article.

    ``title``: what he owes is enforceable already. Before that a consumer owes no more than the law's own sums.
    """
    if insolvent:
        return finding("LAW-GEN-03", "collection.cost_insolvent", N_("The debtor is insolvent: no costs are added."))
    if segment != "b2c" or title:
        return None
    words = N_("Without an enforceable title a consumer owes none of these costs.")
    guards = {"FR": "LAW-FR-02", "BE": "LAW-BE-03", "NL": "LAW-NL-02"}
    return finding(guards[country], "collection.cost_consumer", words) if country in guards else None
