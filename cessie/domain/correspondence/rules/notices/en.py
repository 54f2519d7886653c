"""English, for debtors elsewhere."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.notices import Words
from cessie.domain.correspondence.rules.notices._statutory import DAILLY

WORDS = Words(
    subject="Assignment of invoices of {client}: please pay {house} from now on",
    subject_changed="New account number for the invoices of {client}",
    forms={
        "SALE": "{client} has sold and assigned its claims on you to {house}, with all rights that belong to them.",
        "SUBROGATION": "{house} has paid {client} and has thereby stepped into all of its rights against you (subrogation).",
        "DAILLY": "{client} has assigned its claims on you to {house} by an assignment slip under French law (cession Dailly).",
        "PLEDGE": "{client} has pledged its claims on you to {house}, which is thereby entitled to demand and to receive payment.",
    },
    everything="This holds for all invoices of {client} to you, present and future. The invoices below are open with us at this moment.",
    listed="This holds for the invoices below, and for every later invoice of {client} which says that it is assigned to {house}.",
    bases={
        ("BE", "SALE"): "This letter is the notice of assignment to the debtor under Belgian law (Civil Code, Book 5).",
        (
            "BE",
            "PLEDGE",
        ): "This letter is the notice of the pledge to the debtor of the pledged claim under Belgian law.",
        ("NL", "SALE"): "This letter is the written notice of assignment under Dutch law (Civil Code, article 3:94).",
        (
            "NL",
            "PLEDGE",
        ): "This letter is the written notice of the pledge under Dutch law (Civil Code, articles 3:236 and 3:246).",
        (
            "FR",
            "SALE",
        ): "This letter is the notice of assignment under French law (Code civil, articles 1321 and 1324).",
        (
            "FR",
            "SUBROGATION",
        ): "This letter is the notice of subrogation under French law (Code civil, articles 1346-1 and 1346-5).",
        ("FR", "PLEDGE"): "This letter is the notice of the pledge under French law (Code civil, article 2362).",
        ("", "SALE"): "This letter is the notice of assignment to the debtor.",
        ("", "SUBROGATION"): "This letter is the notice of subrogation to the debtor.",
        ("", "DAILLY"): f"French law (Code monétaire et financier) prescribes these words: {DAILLY}",
        ("", "PLEDGE"): "This letter is the notice of the pledge to the debtor.",
    },
    discharge="From the receipt of this letter, only a payment to the account below discharges you of your debt. A payment to {client} or to another account does not.",
    changed="Our account number has changed. Please do not pay to {former} any more, but to the account below; all the rest stays as we wrote to you.",
    rights="Nothing else changes: {client} stays your supplier, and if you contest an invoice or expect a credit note, your rights are untouched. Please let us know as well.",
    genuine="A new account number calls for care. Feel free to call {client} first, on a number that you already know, and ask whether this letter is genuine.",
    questions="A question, or an invoice that is not right? {contact}. Please mention {reference}.",
    privacy="We use your details to collect these invoices and keep them as long as the law asks. You may see them and have them corrected.",
    invoices="The invoices concerned",
    head=("Invoice", "Date", "Due", "To be paid"),
)
