"""English."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.invoice_words import Words

WORDS = Words(
    subject="{title} from {creditor} ({reference})",
    title="Invoice {number}",
    credit_title="Credit note {number}",
    text="With this you get invoice {number} of {issued} from {creditor}.",
    credit_text="With this you get credit note {number} of {issued} from {creditor}. Nothing is to be paid for it.",
    structured="The e-invoice (XML) is attached as well: your accounting program reads it.",
    amount="Amount to pay",
    pay_by="To be paid by",
    wrong="Is something wrong with it? Tell us as soon as you can: {contact}. Please mention {reference}.",
    online="Online",
    online_row="Your page",
    look="Look at it and pay",
    privacy="We use your data to send and collect this invoice and keep them as long as the law asks. You may see them and have them corrected.",
)
