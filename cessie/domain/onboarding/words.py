"""What assessments and quotes are told in: advice, states, where a figure is from; each word with its tone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_

ADVICE: Final[Mapping[str, tuple[str, str]]] = {
    "for": (N_("advised"), "good"),
    "look": (N_("to be looked at"), "warn"),
    "against": (N_("advised against"), "bad"),
    "unknown": (N_("too little is known"), ""),
}
ASSESSMENTS: Final[Mapping[str, tuple[str, str]]] = {
    "scored": (N_("to be decided on"), "warn"),
    "against_advice": (N_("a second person must agree"), "warn"),
    "accepted": (N_("accepted as a client"), "good"),
    "turned_down": (N_("turned down"), "bad"),
    "replaced": (N_("replaced by newer figures"), ""),
}
QUOTES: Final[Mapping[str, tuple[str, str]]] = {
    "drafted": (N_("drafted, not sent"), "warn"),
    "sent": (N_("sent, the company answers"), ""),
    "accepted": (N_("accepted by the company"), "good"),
    "declined": (N_("declined by the company"), "bad"),
    "lapsed": (N_("its day is over"), ""),
    "replaced": (N_("replaced by a newer version"), ""),
}
SOURCES: Final[Mapping[str, str]] = {
    "typed": N_("as stated"),
    "accounts": N_("annual accounts"),
    "ledger": N_("measured in its ledger"),
    "": N_("not known"),
}
WISHES: Final[Mapping[str, str]] = {"accept": N_("Accept the company"), "refuse": N_("Turn the company down")}
