"""English, for debtors elsewhere."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.reminders import Words
from cessie.domain.correspondence.rules.reminders._statutory import L111_8

WORDS = Words(
    subject="Message from {sender} ({reference})",
    titles={
        "pre_due": "Your invoice falls due soon",
        "friendly": "Payment reminder",
        "firm": "Your payment is still missing",
        "last": "Last reminder",
        "default_notice": "Notice of default",
    },
    texts={
        "pre_due": "What is listed below falls due soon: **{amount}**, to be paid by {pay_by}. If your payment is ready already, there is nothing you need to do.",
        "friendly": "It may have escaped you: what is listed below has fallen due and has not been paid to us yet. Would you please pay **{amount}** by {pay_by}?",
        "firm": "We have reminded you of the invoices below and have not seen a payment yet. Please pay **{amount}** by {pay_by}. If you cannot pay it all at once, get in touch: we shall look for an arrangement together.",
        "last": "Despite our reminders **{amount}** is still open. Please pay this amount by {pay_by}, or tell us before that day why you do not. After that we shall send you a notice of default.",
        "default_notice": "Despite our reminders you have not paid. We hereby give you notice of default and summon you to pay **{amount}** by {pay_by}. If you do not, the claim may be handed over for collection without further notice.",
    },
    assigned="{creditor} has assigned this claim to {house}; only a payment to {house} discharges you.",
    assigned_all="The suppliers named in the list have assigned these claims to {house}; only a payment to {house} discharges you.",
    on_behalf="{house} writes to you on behalf of {creditor}.",
    interest={
        (
            "BE",
            "b2b",
        ): "Interest: by law from the day after the due date, at the rate of article 5 of the Belgian law of 2 August 2002{rate}.",
        (
            "BE",
            "b2g",
        ): "Interest: by law from the day after the due date, at the rate of article 5 of the Belgian law of 2 August 2002{rate}.",
        ("BE", "b2c"): "Interest: as agreed, at most that of article XIX.4 of the Belgian Code of Economic Law{rate}.",
        (
            "NL",
            "b2b",
        ): "Interest: the Dutch statutory commercial rate from the day after the due date (Civil Code, article 6:119a){rate}.",
        (
            "NL",
            "b2g",
        ): "Interest: the Dutch statutory commercial rate from the day after the due date (Civil Code, article 6:119b){rate}.",
        ("NL", "b2c"): "Interest: the Dutch statutory rate (Civil Code, article 6:119){rate}.",
        (
            "FR",
            "b2b",
        ): "Late payment penalties: due without reminder from the day after the due date (French Code de commerce, article L441-10){rate}.",
        ("FR", "b2c"): "Interest: the French statutory rate from the notice of default{rate}.",
        ("", "b2b"): "Interest: from the day after the due date{rate}.",
    },
    costs={
        ("BE", "b2b"): "Costs: the fixed sum for recovery costs of article 6 of the Belgian law of 2 August 2002.",
        ("BE", "b2g"): "Costs: the fixed sum for recovery costs of article 6 of the Belgian law of 2 August 2002.",
        (
            "BE",
            "b2c",
        ): "Costs: the agreed damages, within the limits of article XIX.4 of the Belgian Code of Economic Law.",
        (
            "NL",
            "b2b",
        ): "Costs: the compensation of article 6:96(4) of the Dutch Civil Code and the decree on collection costs.",
        (
            "NL",
            "b2g",
        ): "Costs: the compensation of article 6:96(4) of the Dutch Civil Code and the decree on collection costs.",
        ("NL", "b2c"): "Costs: under the Dutch decree on collection costs (Civil Code, article 6:96).",
        ("FR", "b2b"): "Costs: the fixed sum of article D441-5 of the French Code de commerce, for each invoice.",
        ("", "b2b"): "Costs: the statutory compensation for recovery costs.",
    },
    first_notice="This is the first reminder of article XIX.2 of the Belgian Code of Economic Law; it is free of charge. The creditor is {named}. Delivered: {describes}, with the due date shown in the list; the balance due is {open}. You have a period of 14 calendar days to pay, which starts on {start}; who pays by {pay_by} at the latest pays neither costs nor interest. {after} On request we send you at once the documents that prove the debt.",
    from_mail="the calendar day after this message was sent",
    from_post="the third working day after this letter was sent",
    damages="After this period damages of {announced} will be claimed.",
    no_more="After this period too we claim no more than the balance due.",
    fourteen_days="You are in default. If you pay the balance of {open} within fifteen days after this letter was delivered to you, you pay no collection costs. If you do not, you will owe {announced} of extrajudicial collection costs (Dutch Civil Code, article 6:96(6)), and the statutory interest.",
    by_mandate="{house}, {house_lines}, collects debts amicably for others, here for {creditor}{creditor_lines}. Basis: {basis}. Due, without costs: principal {open}, interest {interest}. French law (Code des procédures civiles d'exécution, R124-4 and L111-8) prescribes these words: "
    + L111_8,
    default={
        "BE": "This letter is a notice of default and a demand for payment.",
        "NL": "This letter is a notice of default (Dutch Civil Code, article 6:82). We expressly reserve our right to performance; this interrupts the limitation period (article 3:317).",
        "FR": "This letter is a notice of default under French law (mise en demeure, Code civil, article 1344).",
        "": "This letter is a notice of default.",
    },
    head=("Invoice", "Supplier", "Date", "Due", "Days late", "Open", "Interest", "Costs"),
    principal="Open invoices",
    interest_sum="Interest until today",
    costs_sum="Costs",
    to_pay="To be paid",
    invoices="Your open invoices",
    basis=("the unpaid invoice in the list", "the unpaid invoices in the list"),
    how="How this amount is built up",
    pay_by="Pay by",
    online="See everything and answer online",
    online_row="Your page",
    look="Scan to open your page",
    paid="Have you paid meanwhile? Then please disregard this letter, with our thanks.",
    disputed="Is an invoice not right? Tell us, and we shall look into it before we go on.",
    questions="A question, or would you like to pay in parts? {contact}. Please mention {reference}.",
    person="Your contact is {person}. ",
    answer="Our answer",
    answer_to="Our answer to your message of {day}",
    privacy="We use your details to collect these invoices and keep them as long as the law asks. You may see them and have them corrected.",
)
