"""The life of a dossier, of one act in it and of a complaint.

What the debtor agreed or contests decides how a living dossier is treated (``promised``, ``planned``, ``disputed``); a
person asks the principal or goes to court. It ends in one of five ways; money that goes back, a principal who gives it
again or a debtor who turns out to have something opens it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from cessie.lib.reasons import N_
from cessie.lib.states import Machine

#: What the debtor agreed or contests, as the other rooms know it: found again at each look.
FOUND: Final = ("amicable", "promised", "planned", "disputed")
#: A person, or the court, has the next word: no look moves it.
HELD: Final = ("waiting_principal", "to_court")
LIVE: Final = ("opened", *FOUND, *HELD)
#: How a dossier ends, by the event that ends it.
ENDS: Final = {
    "pay": "closed_paid",
    "settle": "closed_settled",
    "recall": "closed_recalled",
    "give_up": "closed_uncollectable",
    "bar": "closed_time_barred",
}

#: Where a case before lawyer, bailiff or court brings its dossier. ``runs``: theirs is the word; ``back``: the house
#: goes on; ``paid``: with all costs; ``stopped``: by an insolvency; ``ended``: otherwise, with or without a title.
Stage = Literal["runs", "back", "paid", "stopped", "ended"]

#: Closed by a person before it was paid: whoever works on it elsewhere stops.
CALLED_OFF: Final = ("closed_settled", "closed_recalled", "closed_uncollectable", "closed_time_barred")

DOSSIER = Machine(
    "opened",
    {
        **{(state, f"find_{to}"): to for state in ("opened", *FOUND) for to in FOUND if to != state},
        **{(state, "ask_principal"): "waiting_principal" for state in ("opened", *FOUND)},
        ("waiting_principal", "resume"): "amicable",
        **{(state, "go_to_court"): "to_court" for state in ("opened", *FOUND, "waiting_principal")},
        ("to_court", "resume"): "amicable",
        **{(state, event): end for state in LIVE for event, end in ENDS.items()},
        ("closed_paid", "reopen"): "amicable",
        ("closed_settled", "reopen"): "amicable",
        ("closed_recalled", "reopen"): "amicable",
        ("closed_uncollectable", "reopen"): "amicable",
    },
)

#: One act towards the debtor: planned, then done, or dropped because something stands in the way.
ACT = Machine(
    "planned",
    {
        ("planned", "do"): "done",
        ("planned", "drop"): "dropped",
    },
)

#: What a source says of a debtor: a person takes it over, or finds that it is another's.
NEWS = Machine("open", {("open", "take"): "taken", ("open", "set_aside"): "set_aside"})

COMPLAINT = Machine("open", {("open", "answer"): "answered"})

#: Where a dossier stands.
WORDS: Final[Mapping[str, str]] = {
    "opened": N_("taken in"),
    "amicable": N_("amicable collection"),
    "promised": N_("payment promised"),
    "planned": N_("paying by instalments"),
    "disputed": N_("contested"),
    "waiting_principal": N_("waits for the principal"),
    "to_court": N_("before the court"),
    "closed_paid": N_("paid"),
    "closed_settled": N_("settled for less"),
    "closed_recalled": N_("recalled"),
    "closed_uncollectable": N_("cannot be collected"),
    "closed_time_barred": N_("time-barred"),
}
