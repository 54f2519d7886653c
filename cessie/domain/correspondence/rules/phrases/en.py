"""English, for debtors elsewhere."""

from __future__ import annotations

from cessie.domain.correspondence.rules.phrases import Phrases

PHRASES = Phrases(
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    first_day="1",
    amount="€{figure}",
    thousands=",",
    decimal=".",
    colon=": ",
    greeting="Dear Sir or Madam,",
    closing="Yours faithfully,",
    unsigned="This letter was made by a computer and is valid without a signature.",
    account="Pay to this account",
    payee="Beneficiary",
    iban="Account (IBAN)",
    bic="BIC",
    give="Reference",
    as_invoiced="the one on the invoice",
    scan="Scan with your bank's app",
    total="Total",
    more="and {more} more; we send you the list on request.",
    reference="Our reference",
    attached="The letter itself is attached (PDF).",
    again="We wrote this to you on {day} ({reference}). We send it again; nothing has changed.",
    page="Page",
)
