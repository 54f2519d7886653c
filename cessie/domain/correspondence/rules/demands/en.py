"""English, for debtors elsewhere."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.demands import DemandWords

WORDS = DemandWords(
    titles={
        "first": "Request for payment",
        "firm": "Your payment is still missing",
        "last": "Last letter before the next step",
        "before_court": "Notice of default before court",
    },
    texts={
        "first": "{creditor} has asked us to collect what is listed below: **{amount}**. Would you please pay it by {pay_by}? There may be a reason why this has not been paid; let us know it, and we shall look for a solution with you.",
        "firm": "We wrote to you and have seen no payment, nor heard why. Please pay **{amount}** by {pay_by}, or call us before that day: an arrangement is still possible.",
        "last": "We have written to you several times. Please pay **{amount}** by {pay_by}. After that day {creditor} decides whether the claim goes to court, which brings costs that you may have to bear.",
        "before_court": "You have not paid, nor answered. We hereby give you notice of default for {creditor} and summon you to pay **{amount}** by {pay_by}. If you do not, {creditor} can take the claim to court without further notice.",
    },
    dossier="Our dossier {dossier}, for {creditor}.",
    paid="Already paid, taken off above",
    apart="Contested or agreed on, not asked for here",
    plan="Can you not pay at once? Propose instalments on your page or by telephone.",
    help="Where your debts are many, a debt counsellor of your town helps you free of charge.",
)
