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
    "enquiry": N_("Question about a balance"),
}

#: What somebody wrote to us.
NOTES: Final[Mapping[str, str]] = {
    "answer": N_("written by a person"),
    "auto": N_("answered by a machine"),
    "bounce": N_("a mail that did not arrive"),
    "response": N_("answered in the network"),
}

#: What a buyer says of an invoice in the Peppol network (BIS Invoice Response 3), why, and what he wants done.
RESPONSES: Final[Mapping[str, str]] = {
    "AB": N_("he received it"),
    "IP": N_("he is working on it"),
    "UQ": N_("he questions it"),
    "CA": N_("he accepts it on conditions"),
    "RE": N_("he refuses it"),
    "AP": N_("he approves it"),
    "PD": N_("he says that it is paid"),
}
#: The same of the message that brought it: an access point or a program on the way speaks, not the buyer.
RESPONSES_ON_THE_WAY: Final[Mapping[str, str]] = {
    "AB": N_("the message was received, it is not checked yet"),
    "AP": N_("the message was checked and taken by a program on the way"),
    "RE": N_("the message was refused by a program on the way: the buyer does not have the invoice"),
}
RESPONSE_REASONS: Final[Mapping[str, str]] = {
    "REF": N_("a reference is wrong or missing"),
    "LEG": N_("something that the law wants is wrong or missing"),
    "REC": N_("he is not the one to whom it should go"),
    "QUA": N_("the quality is not as agreed"),
    "DEL": N_("the delivery is not as agreed"),
    "PRI": N_("the price is not the agreed one"),
    "QTY": N_("the quantity is wrong"),
    "ITM": N_("other goods than ordered"),
    "PAY": N_("the terms of payment are not the agreed ones"),
    "UNR": N_("he does not know this purchase"),
    "FIN": N_("the figures are wrong"),
    "PPD": N_("paid in part"),
    "OTH": N_("another reason"),
}
RESPONSE_ACTIONS: Final[Mapping[str, str]] = {
    "PIN": N_("he asks for information"),
    "NIN": N_("he asks for a new invoice"),
    "CNF": N_("he asks for a credit note over all of it"),
    "CNP": N_("he asks for a credit note over a part"),
    "CNA": N_("he asks for a credit note over what was paid"),
    "OTH": N_("he asks for something else"),
}
#: On which ground what a buyer says is contested, as far as his code tells.
RESPONSE_GROUNDS: Final[Mapping[str, str]] = {
    "PRI": "price", "QTY": "quantity", "QUA": "quality", "ITM": "quality", "DEL": "delivery", "REF": "order_number",
    "UNR": "unknown", "REC": "unknown",
}  # fmt: skip

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
