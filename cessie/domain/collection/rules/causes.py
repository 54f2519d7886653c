"""Why a debtor does not pay, as the agent learns it, and what fits it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cessie.lib.reasons import N_


@dataclass(frozen=True, slots=True)
class Cause:
    """``label``: what it is called; ``fits``: what solves it best; ``paying``: percent of such debtors that pay at a
    call, an estimate of the house until it has counted its own."""

    label: str
    fits: str
    paying: int


#: By its code; "" is not known yet.
CAUSES: Final[Mapping[str, Cause]] = {
    "": Cause(N_("Not known yet"), N_("Find out why he does not pay."), 25),
    "forgot": Cause(N_("Forgot it"), N_("Name the sum, the account and a day."), 70),
    "administration": Cause(N_("Lost in his administration"), N_("Send the invoices again, with the reference."), 60),
    "short": Cause(N_("Short of cash for now"), N_("Agree on a plan, best by direct debit."), 40),
    "cannot": Cause(N_("Cannot pay"), N_("Look for debt help and a bearable plan; no court costs for nothing."), 8),
    "disputes": Cause(N_("Contests it"), N_("Take the dispute in and ask the principal."), 15),
    "relation": Cause(N_("Trouble with the supplier"), N_("Bring the two together."), 30),
    "will_not": Cause(N_("Will not pay"), N_("A last letter, then the court."), 12),
    "gone": Cause(N_("Cannot be found"), N_("Look for his address in the registers."), 5),
    "insolvent": Cause(N_("Insolvent"), N_("File the claim with the administrator."), 1),
}
