"""What a message is for, and how well it must be proven that it left or arrived.

>>> enough("qualified", for_purpose="default_notice"), enough("sent", for_purpose="default_notice")
(True, False)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

#: ``invoice``: the invoice itself; ``notice``: of assignment, to whom and where to pay from now on; ``pre_due`` and
#: ``reminder``: the ladder before the notice of default (``default_notice``); ``prenotification``: of a collection by
#: direct debit; ``information``: whatever has no effect in law.
Purpose = Literal["invoice", "notice", "pre_due", "reminder", "default_notice", "prenotification", "information"]
PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)

#: From weak to strong: nothing, that it left, that it arrived, that it arrived by a qualified service (eIDAS 44).
Proof = Literal["none", "sent", "delivered", "qualified"]
PROOFS: Final[tuple[Proof, ...]] = get_args(Proof)

#: The proof each purpose asks for. A notice of assignment must be shown to have left (handbook law 10, LAW-ASG-02); a
#: notice of default must be shown to have arrived: the creditor proves receipt (NL 6:82 BW), and a registered letter
#: is the practice in Belgium and France (handbook law 9). A collection needs the debtor told so many days before it
#: (the rulebooks of the EPC): that the notice left must be shown.
NEEDS: Final[Mapping[Purpose, Proof]] = {
    "invoice": "none",
    "notice": "sent",
    "pre_due": "none",
    "reminder": "none",
    "default_notice": "delivered",
    "prenotification": "sent",
    "information": "none",
}


def enough(proof: Proof, *, for_purpose: Purpose) -> bool:
    """Whether a proof is at least as strong as the purpose asks."""
    return at_least(proof, NEEDS[for_purpose])


def at_least(proof: Proof, wanted: Proof) -> bool:
    """Whether the one proof is as strong as the other, or stronger."""
    return PROOFS.index(proof) >= PROOFS.index(wanted)
