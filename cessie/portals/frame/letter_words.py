"""Words for letters to debtors: what they are, how they are written and brought, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_

#: What a letter to a debtor is.
PAPERS: Final[Mapping[str, str]] = {
    "assignment_notice": N_("Notice of assignment"),
    "reminder": N_("Reminder"),
    "answer": N_("Answer"),
    "prenotification": N_("Notice of a collection"),
    "collection": N_("Letter of the collection"),
    "invoice": N_("The invoice itself"),
}

#: What somebody wrote to us.
NOTES: Final[Mapping[str, str]] = {
    "answer": N_("written by a person"),
    "auto": N_("answered by a machine"),
    "bounce": N_("a mail that did not arrive"),
}

#: In what tone a reminder is written.
TONES: Final[Mapping[str, str]] = {
    "pre_due": N_("before the due date"),
    "friendly": N_("friendly"),
    "firm": N_("firm"),
    "last": N_("last reminder"),
    "default_notice": N_("notice of default"),
}

#: What became of handing a letter over.
HANDED_OVER: Final[Mapping[str, str]] = {
    "accepted": N_("accepted"),
    "laid": N_("laid ready"),
    "later": N_("again later"),
    "refused": N_("refused"),
    "unknown": N_("nobody knows"),
}
