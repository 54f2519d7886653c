"""Addresses of the debtor's portal: all begin with the secret of his link."""

from django.urls import path

from cessie.portals.debtor.screens import balance, dispute, mandate, owed, plan, reply, wish, write

app_name = "debtor"
urlpatterns = [
    path("mandate/<str:token>", mandate.mandate, name="mandate"),
    path("mandate/<str:token>/mandate.pdf", mandate.mandate_paper, name="mandate_paper"),
    path("mandate/<str:token>/<str:act>", mandate.mandate_do, name="mandate_do"),
    path("<str:secret>", owed.owed, name="owed"),
    path("<str:secret>/write", write.write, name="write"),
    path("<str:secret>/dossiers/<uuid:dossier_id>/reply", reply.reply_page, name="reply"),
    path("<str:secret>/dossiers/<uuid:dossier_id>/reply.pdf", reply.reply_paper, name="reply_paper"),
    path("<str:secret>/balances/<uuid:enquiry_id>", balance.balance, name="balance"),
    path("<str:secret>/plan", plan.plan, name="plan"),
    path("<str:secret>/plans/<uuid:arrangement_id>/<str:act>", plan.plan_debit, name="plan_debit"),
    path("<str:secret>/invoices/<uuid:invoice_id>/<str:wish>", wish.wish, name="wish"),
    path("<str:secret>/disputes/<uuid:dispute_id>", dispute.dispute, name="dispute"),
    path("<str:secret>/disputes/<uuid:dispute_id>/<str:act>", dispute.dispute_act, name="dispute_act"),
    path("<str:secret>/evidence/<uuid:evidence_id>", dispute.evidence, name="evidence"),
]
