"""What an invoice says in words, once its original was erased: nothing; its figures stay with the books."""

from __future__ import annotations

from django.db import transaction

from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def forget(*, document_id: str, by: Viewer) -> int:
    """Empty names, account and text of the invoices of a document; how many. Refused: who may not (``NotAllowed``)."""
    by.require("house.erase")
    return Invoice.objects.filter(document_id=document_id).update(
        buyer_name="", payee_name="", payment_iban="", payment_reference="", content={}
    )
