"""English."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.prenotifications import Words

WORDS = Words(
    title="What will be collected from your account",
    text="Under the mandate that you gave, {creditor} collects the amounts below from your account. You need not do anything; please see that there is enough money on the account on that day.",
    instalment="These are instalments of the plan that was agreed with you.",
    rights={
        "CORE": "You may ask your bank for your money back within eight weeks after a collection.",
        "B2B": "The mandate is one between businesses: until the day itself you may ask your bank not to debit your account, afterwards your bank does not pay back.",
    },
    wrong="Is an amount not right, or have you paid meanwhile? Tell us before that day, and we do not collect it: {contact}. Please mention {reference}.",
    head=("Invoice", "Due", "Collected on", "Amount"),
    fetched="What is collected",
    by="Under which mandate",
    under=("Mandate", "Creditor identifier", "Your account"),
    privacy="We use your details to collect these invoices and keep them as long as the law asks. You may see them and have them corrected.",
)
