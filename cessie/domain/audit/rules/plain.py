"""What may stand in the trail: keys, amounts, days and codes; no personal data, for the trail is never erased.

>>> plain({"amount": Money(500), "on": date(2026, 3, 2)})
{'amount': {'cents': 500, 'currency': 'EUR'}, 'on': '2026-03-02'}
>>> plain(Reason("iban.not_ours", "{holder} holds {amount}", {"holder": "Jan Peeters", "amount": Money(1)}))
{'code': 'iban.not_ours', 'facts': {'amount': {'cents': 1, 'currency': 'EUR'}}}
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from cessie.lib.money import Money
from cessie.lib.reasons import Reason

#: Names of facts about people: they live in tables that can be erased, the trail holds the row's key.
PERSONAL = frozenset(
    {"name", "email", "phone", "holder", "iban", "street", "building", "address", "contact", "password"}
)


def plain(value: Any) -> Any:
    """A JSON value of keys, amounts and codes.

    A reason keeps its code and the facts that are no free text. Floats and personal data are programming errors
    (TypeError, ValueError): neither may ever reach the trail.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Money):
        return {"cents": value.cents, "currency": value.currency}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, Reason):
        return {"code": value.code, "facts": {k: plain(v) for k, v in value.facts.items() if not isinstance(v, str)}}
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    raise TypeError(f"{type(value).__name__} cannot stand in the trail")


def _mapping(value: Mapping[Any, Any]) -> Any:
    if value.keys() == {"code", "message", "facts"}:
        return plain(Reason.from_json(value))
    personal = PERSONAL & {str(key) for key in value}
    if personal:
        raise ValueError(f"personal data in the trail: {', '.join(sorted(personal))}; give the key of the row")
    return {str(k): plain(v) for k, v in value.items()}
