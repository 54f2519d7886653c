"""The words for how messages leave: channels, what they cost, what proves them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_

#: By which way a message goes to a debtor.
CHANNELS: Final[Mapping[str, str]] = {
    "peppol": N_("over Peppol"),
    "email": N_("by e-mail"),
    "portal": N_("in the portal"),
    "sms": N_("by text message"),
    "post": N_("by letter"),
    "print_partner": N_("by letter, through the print partner"),
    "registered_email": N_("by registered e-mail"),
    "registered_post": N_("by registered letter"),
}

#: What a price is for.
PRICE_UNITS: Final[Mapping[str, str]] = {"piece": N_("a piece"), "page": N_("a page"), "batch": N_("a batch")}

#: What a channel leaves in the hand of the sender.
DELIVERY_PROOFS: Final[Mapping[str, str]] = {
    "none": N_("none"),
    "sent": N_("of sending"),
    "delivered": N_("of delivery"),
    "qualified": N_("of delivery, qualified"),
}

#: What a carrier's paper shows.
CARRIER_EVIDENCE: Final[Mapping[str, str]] = {
    "deposit": N_("handed to the carrier"),
    "sending": N_("sent"),
    "delivery": N_("delivered"),
    "refusal": N_("refused"),
    "negligence": N_("not fetched"),
    "return": N_("came back"),
}

#: To what a consumer agrees.
CONSENTS: Final[Mapping[str, str]] = {
    "email": N_("e-mail"),
    "sms": N_("text messages"),
    "registered_email": N_("registered e-mail"),
}

TASKS: Final[Mapping[str, str]] = {
    "letter.no_address": N_("Debtor without an address"),
    "letter.unsure": N_("Mail of unknown outcome"),
    "letter.unsent": N_("Letter not sent"),
    "letter.leak": N_("Would name the house"),
    "letter.no_report": N_("Print partner silent"),
    "letter.invoice_held": N_("Invoice cannot be sent"),
}
RIGHTS: Final[Mapping[str, str]] = {"correspondence.set_prices": N_("say what sending costs")}
ACTS: Final[Mapping[str, str]] = {
    "correspondence.set_price": N_("entered a price of sending"),
    "correspondence.set_wish": N_("said by which channel debtors are written to"),
    "correspondence.send_invoice": N_("asked to have an invoice sent"),
    "correspondence.set_invoice_sending": N_("said who sends the invoices"),
    "correspondence.refuse_mail": N_("noted that he does not want e-mail"),
}
