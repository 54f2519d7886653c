"""What the calculator calls its countries, kinds of debtors, procedures and dates."""

from __future__ import annotations

from cessie.lib.reasons import N_

KINDS = {
    "interest": N_("Late interest"),
    "costs": N_("Collection costs"),
    "term": N_("Payment term"),
    "deadlines": N_("Deadlines"),
}
COUNTRY = {
    "BE": N_("Belgium"),
    "NL": N_("the Netherlands"),
    "FR": N_("France"),
    "LU": N_("Luxembourg"),
    "DE": N_("Germany"),
}
SEGMENTS = {"b2b": N_("a business"), "b2g": N_("a public body"), "b2c": N_("a consumer")}
#: Country and procedure: the day that it counts from, and its name.
PROCEDURES = {
    "BE:first_reminder": ("sent", N_("first reminder to a consumer (day of sending)")),
    "BE:ios": ("served", N_("summons for an uncontested debt (day of service)")),
    "BE:third_party_notice": ("sent", N_("collector's notice to a consumer (day of sending)")),
    "BE:limitation": ("due", N_("limitation of the claim (due date)")),
    "NL:fourteen_day_letter": ("sent", N_("14-day letter to a consumer (day of sending)")),
    "NL:summons": ("hearing", N_("summons (day of the hearing)")),
    "NL:opposition": ("served", N_("opposition to a default judgment (day of service)")),
    "NL:limitation": ("due", N_("limitation of the claim (due date)")),
    "FR:small_claims": ("sent", N_("simplified procedure for small claims (day of the invitation)")),
    "FR:order_to_pay": ("served", N_("order to pay (day of service)")),
    "FR:limitation": ("due", N_("limitation of the claim (due date)")),
    "DE:mahnbescheid": ("served", N_("order for payment (day of service)")),
    "BE:eop": ("served", N_("European order for payment (day of service)")),
    "NL:eop": ("served", N_("European order for payment (day of service)")),
    "FR:eop": ("served", N_("European order for payment (day of service)")),
    "LU:eop": ("served", N_("European order for payment (day of service)")),
    "DE:eop": ("served", N_("European order for payment (day of service)")),
}
DATES = {
    "month_ends": N_("The month ends on"),
    "reply_until": N_("The debtor can reply until"),
    "record_earliest_strict": N_("Earliest record, strictly counted"),
    "record_earliest": N_("Earliest record of non-contestation, safe"),
    "period_starts": N_("The free period starts on"),
    "last_free_day": N_("Last free day"),
    "act_from": N_("Costs and interest from"),
    "interest_from_sme": N_("Interest for an SME creditor from"),
    "period_starts_if_saturday_counts": N_("Start if Saturday is a working day"),
    "last_free_day_if_saturday_counts": N_("Last free day if Saturday is a working day"),
    "delivered": N_("Delivered, or presumed to be, on"),
    "last_day": N_("Last of the 14 days"),
    "last_day_extended": N_("Last day, extended to a working day"),
    "costs_from": N_("Collection costs from"),
    "serve_by": N_("Serve at the latest on"),
    "opposition_until": N_("Opposition until"),
    "opposition_until_unrolled": N_("Opposition until, not moved to a working day"),
    "weeks_end": N_("The four weeks end on"),
    "objection_until": N_("Objection until"),
    "objection_until_unrolled": N_("Objection until, not moved to a working day"),
    "answer_until": N_("Answer until"),
    "answer_until_unrolled": N_("Answer until, not moved to a working day"),
    "claim_until": N_("The claim can be brought until"),
}
