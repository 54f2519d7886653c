"""Addresses of the broker's portal."""

from django.urls import path

from cessie.portals.broker.screens import customer, customers, offer, run, score

app_name = "broker"
urlpatterns = [
    path("", customers.customers, name="customers"),
    path("customers/<uuid:customer_id>", customer.customer, name="customer"),
    path("customers/<uuid:customer_id>/ledger", customer.ledger_in, name="ledger_in"),
    path("customers/<uuid:customer_id>/score", score.score, name="score"),
    path("customers/<uuid:customer_id>/score/show", score.score_show, name="score_show"),
    path("scores/<uuid:assessment_id>.pdf", score.score_paper, name="score_paper"),
    path("customers/<uuid:customer_id>/compare", customer.compare, name="compare"),
    path("customers/<uuid:customer_id>/forget", customers.customer_forget, name="customer_forget"),
    path("customers/<uuid:customer_id>/offers", offer.offer_new, name="offer_new"),
    path("customers/<uuid:customer_id>/offers/file", offer.offers_in, name="offers_in"),
    path("ledgers/<uuid:sales_id>", customer.ledger, name="ledger"),
    path("offers/<uuid:offer_id>", offer.offer_page, name="offer"),
    path("offers/<uuid:offer_id>/drop", offer.offer_drop, name="offer_drop"),
    path("comparisons/<uuid:comparison_id>", run.run, name="run"),
    path("comparisons/<uuid:comparison_id>/cancel", run.run_cancel, name="run_cancel"),
    path("comparisons/<uuid:comparison_id>/report.pdf", run.run_report, name="run_report"),
    path("comparisons/<uuid:comparison_id>/figures.xlsx", run.run_workbook, name="run_workbook"),
    path("comparisons/<uuid:comparison_id>/figures.json", run.run_json, name="run_json"),
    path("outcomes/<uuid:outcome_id>", run.outcome, name="outcome"),
]
