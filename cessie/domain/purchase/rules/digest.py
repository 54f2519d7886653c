"""The fingerprint of an offer: what the client approves is what he saw.

>>> from cessie.lib.money import Money
>>> a = digest(number="P1", currency="EUR", totals={"payout": 5}, items=[{"face": 9}])
>>> a == digest(number="P1", currency="EUR", totals={"payout": 5}, items=[{"face": 9}])
True
>>> a == digest(number="P1", currency="EUR", totals={"payout": 6}, items=[{"face": 9}])
False
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256


def digest(
    *, number: str, currency: str, totals: Mapping[str, int | str], items: Sequence[Mapping[str, int | str]]
) -> str:
    """SHA-256 over every figure, key and moment of an offer in one fixed order."""
    value = {"number": number, "currency": currency, "totals": dict(totals), "items": [dict(item) for item in items]}
    return sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
