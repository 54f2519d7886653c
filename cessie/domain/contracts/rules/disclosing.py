"""When a confidential contract is disclosed, and what it says from then on.

Debtors are told on a trigger only (factoring-domain 2, law.md 10): what was bought in confidence was bought under the
promise that nobody hears of it while the client keeps his.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

from cessie.terms.contract import Terms

#: Debtors pay too late, the client broke the contract, he is insolvent, his ledger cannot be proved any more, an audit
#: found what cannot stay, or he wants it himself.
Trigger = Literal["overdue", "breach", "insolvency", "unproved", "audit", "client_wish"]
TRIGGERS: Final[tuple[Trigger, ...]] = get_args(Trigger)


def disclosed(terms: Terms) -> Mapping[str, Any]:
    """What changes: debtors know, and the house asks for what they owe it; everything else stays as agreed.

    >>> from cessie.terms.presets import PRESETS
    >>> disclosed(PRESETS["confidential_line"])
    {'disclosure': 'NOTIFIED', 'collector': 'FACTOR'}
    >>> disclosed(PRESETS["full_service"])
    {}
    """
    return {} if terms.disclosure == "NOTIFIED" else {"disclosure": "NOTIFIED", "collector": "FACTOR"}
