"""What the open findings mean for the invoice.

>>> decide([("M07.payee", "hold")], frozenset()), decide([], frozenset()), decide([("M13", "reject")], frozenset())
('hold', 'accept', 'reject')
>>> decide([("M13", "reject")], frozenset({"M13"}))
'hold'
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

Event = Literal["accept", "hold", "reject"]


def decide(open_findings: Iterable[tuple[str, str]], overridable: Collection[str]) -> Event:
    """From (code, severity) of what nobody has cleared: one reject that no policy lets people override rejects, any
    other reject or hold holds, notes do not matter."""
    event: Event = "accept"
    for code, severity in open_findings:
        if severity == "reject" and code not in overridable:
            return "reject"
        if severity in ("hold", "reject"):
            event = "hold"
    return event
