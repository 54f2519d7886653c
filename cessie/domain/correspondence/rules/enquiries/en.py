"""English, for debtors elsewhere."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.enquiries import Words

WORDS = Words(
    subject="Confirmation of your balance with {creditor} ({reference})",
    title="Please confirm your balance",
    text="For the control of the accounts of {creditor} we ask customers to confirm what they owe. On {day} the books say that you owe {total}, made up as below.",
    ask="Please tell us by {until} whether this agrees with your own books, and if not, by how much and why. This letter asks for no payment and is no reminder.",
    documents="Open on that day",
    head=("Invoice", "Due", "Open"),
    online="Answer online",
    online_row="Your page",
    answer="Answer",
    form="Your answer",
    answers=(
        "We agree",
        "We do not agree: in our books stands",
        "Difference and reason",
        "Name and capacity",
        "Date and signature",
    ),
    back="Send your answer to {contact} and mention {reference}.",
    privacy="We use your answer to control the accounts only, and keep it as long as the law asks. You may see your details and have them corrected.",
)
