"""Addresses of the broker's portal."""

from django.urls import path

from cessie.portals.broker.screens import customer, customers, score
from cessie.portals.frame.comparing_urls import pages

app_name = "broker"
urlpatterns = [
    path("", customers.customers, name="customers"),
    path("customers/<uuid:customer_id>", customer.customer, name="customer"),
    path("customers/<uuid:customer_id>/score", score.score, name="score"),
    path("customers/<uuid:customer_id>/score/show", score.score_show, name="score_show"),
    path("scores/<uuid:assessment_id>.pdf", score.score_paper, name="score_paper"),
    path("quotes/<uuid:quote_id>.pdf", score.quote_paper, name="quote_paper"),
    path("customers/<uuid:customer_id>/forget", customers.customer_forget, name="customer_forget"),
    *pages(customer.FACE, whose="customers/<uuid:customer_id>/"),
]
