"""The life of a dispute (factoring-domain 13).

The client answers within ten days and resolves it: the debtor pays after all, or is credited, wholly or in part. What
is resolved may be opened again once more is known; what went to court comes back from there.
"""

from __future__ import annotations

from typing import Final

from cessie.lib.states import Machine

DISPUTE = Machine(
    "open",
    {
        ("open", "answer"): "answered",
        ("open", "withdraw"): "withdrawn",
        ("open", "resolve_pay"): "resolved_pay",
        ("open", "resolve_credit"): "resolved_credit",
        ("open", "resolve_partly"): "resolved_partly",
        ("open", "go_legal"): "legal",
        ("answered", "answer"): "answered",
        ("answered", "withdraw"): "withdrawn",
        ("answered", "resolve_pay"): "resolved_pay",
        ("answered", "resolve_credit"): "resolved_credit",
        ("answered", "resolve_partly"): "resolved_partly",
        ("answered", "go_legal"): "legal",
        ("legal", "withdraw"): "withdrawn",
        ("legal", "resolve_pay"): "resolved_pay",
        ("legal", "resolve_credit"): "resolved_credit",
        ("legal", "resolve_partly"): "resolved_partly",
        ("resolved_pay", "reopen"): "open",
        ("resolved_credit", "reopen"): "open",
        ("resolved_partly", "reopen"): "open",
    },
)

#: In these the claim is contested: nobody presses for the disputed part, and no second dispute is opened beside it.
LIVE: Final = ("answered", "legal", "open")
#: In these the client still has to say something.
WAITING: Final = ("answered", "open")
#: In these something is to be credited: until it is, that part is not pressed for either.
TO_CREDIT: Final = ("resolved_credit", "resolved_partly")
