"""Addresses of the staff's portal about companies that ask, their quotes, and what clients compare with."""

from django.urls import path

from cessie.portals.frame.comparing_urls import pages
from cessie.portals.staff.screens import applicants, own, quote

of_companies = [
    path("applicants", applicants.applicants, name="applicants"),
    path("applicants/<uuid:applicant_id>", applicants.applicant, name="applicant"),
    path("applicants/<uuid:applicant_id>/quotes", quote.quote_new, name="quote_new"),
    path("applicants/<uuid:applicant_id>/<str:act>", applicants.applicant_act, name="applicant_act"),
    path("assessments/<uuid:assessment_id>.pdf", applicants.assessment_paper, name="assessment_paper"),
    path("quotes/<uuid:quote_id>", quote.quote, name="quote"),
    path("quotes/<uuid:quote_id>/paper.pdf", quote.quote_paper, name="quote_paper"),
    path("quotes/<uuid:quote_id>/<str:act>", quote.quote_act, name="quote_act"),
    path("clients/<uuid:client_id>/compare", own.own, name="own"),
    path("clients/<uuid:client_id>/compare/laid", own.own_laid, name="own_laid"),
    *pages(own.FACE, whose="clients/<uuid:client_id>/compare/", folder="compare/", keys="own_"),
]
