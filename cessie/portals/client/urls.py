"""Addresses of the client's portal."""

from django.urls import path

from cessie.portals.client.screens import (
    charges,
    dashboard,
    file,
    invoice,
    invoices,
    keys,
    limits,
    people,
    pledge,
    proposals,
    statement,
    upload,
)

app_name = "client"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("chosen", dashboard.chosen, name="chosen"),
    path("invoices", invoices.invoices_page, name="invoices"),
    path("invoices.csv", invoices.invoices_csv, name="invoices_csv"),
    path("upload", upload.upload, name="upload"),
    path("upload/<str:sha256>", file.file, name="file"),
    path("upload/<str:sha256>/<str:act>", file.file_act, name="file_act"),
    path("invoices/<uuid:invoice_id>", invoice.invoice, name="invoice"),
    path("invoices/<uuid:invoice_id>/original", invoice.invoice_original, name="invoice_original"),
    path("invoices/<uuid:invoice_id>/take-back", invoice.invoice_withdraw, name="invoice_withdraw"),
    path("invoices/<uuid:invoice_id>/paid-to-us", invoice.paid_to_us, name="paid_to_us"),
    path("offers", proposals.proposals, name="proposals"),
    path("offers/<uuid:proposal_id>", proposals.proposal, name="proposal"),
    path("offers/<uuid:proposal_id>/approve", proposals.approve, name="approve"),
    path("offers/<uuid:proposal_id>/decline", proposals.decline, name="decline"),
    path("limits", limits.limits, name="limits"),
    path("limits/ask", limits.limit_ask, name="limit_ask"),
    path("advances", pledge.pledge, name="pledge"),
    path("advances/draw", pledge.draw, name="draw"),
    path("statement", statement.statement_page, name="statement"),
    path("statement.csv", statement.statement_csv, name="statement_csv"),
    path("charges", charges.charges, name="charges"),
    path("charges/<uuid:charged_id>", charges.charge, name="charge"),
    path("charges/<uuid:charged_id>/invoice.xml", charges.charge_xml, name="charge_xml"),
    path("charges/<uuid:charged_id>/invoice.pdf", charges.charge_pdf, name="charge_pdf"),
    path("keys", keys.keys_page, name="keys"),
    path("keys/<uuid:key_id>/revoke", keys.key_revoke, name="key_revoke"),
    path("people", people.people, name="people"),
    path("people/<uuid:user_id>/<str:act>", people.person_act, name="person_act"),
    path("statement.pdf", statement.statement_pdf, name="statement_pdf"),
]
