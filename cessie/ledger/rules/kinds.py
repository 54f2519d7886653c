"""What each kind of entry is called before a client or a clerk: on a statement, a timeline, in the explorer.

>>> in_words("holdback_set"), in_words("purchase_reversed")
('Held back', 'Reversal: Invoice bought')
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from cessie.lib.reasons import N_

KINDS: Final[Mapping[str, str]] = {
    "opening": N_("Opening balance"),
    "purchase": N_("Invoice bought"),
    "holdback_set": N_("Held back"),
    "holdback_release": N_("Holdback released"),
    "guarantee_fund_topup": N_("Into the guarantee fund"),
    "guarantee_fund_release": N_("Out of the guarantee fund"),
    "chargeback": N_("Invoice charged back"),
    "factoring_commission": N_("Factoring commission"),
    "minimum_commission_true_up": N_("Minimum commission, remainder"),
    "late_surcharge": N_("Surcharge for late payment"),
    "indirect_payment_fee": N_("Fee for a payment to the client"),
    "set_up_fee": N_("Set-up fee"),
    "limit_fee": N_("Fee for a debtor check"),
    "document_fee": N_("Fee for documents"),
    "payment_fee": N_("Fee for a payment"),
    "service_fee": N_("Service fee"),
    "payout_instructed": N_("Payout ordered"),
    "payout_executed": N_("Payment executed"),
    "payout_rejected": N_("Payment rejected"),
    "payout_returned": N_("Payment returned"),
    "refund_to_debtor": N_("Refund to the debtor"),
    "receipt": N_("Money received"),
    "allocation": N_("Receipt allocated"),
    "client_remittance": N_("Passed on by the client"),
    "overpayment": N_("Overpayment"),
    "small_difference": N_("Small difference"),
    "collection_not_bought": N_("Received for an invoice not bought"),
    "held_not_bought": N_("Received for an invoice not bought"),
    "not_bought_credited": N_("Receipt for an invoice not bought, credited"),
    "late_interest_paid": N_("Late interest received"),
    "credit_note": N_("Credit note"),
    "discount_taken": N_("Discount taken by the debtor"),
    "statutory_withholding": N_("Withheld for the authorities"),
    "short_payment": N_("Short payment accepted"),
    "indirect_payment": N_("Debtor paid the client"),
    "doubtful": N_("Invoice doubtful"),
    "allowance": N_("Allowance for an expected loss"),
    "indemnity_claim_accepted": N_("Insurance claim accepted"),
    "vat_relief": N_("VAT relief on a bad debt"),
    "write_off_own_risk": N_("Loss written off"),
    "indemnity_received": N_("Insurance indemnity received"),
    "indemnity_paid_to_client": N_("Insurance indemnity paid to the client"),
    "dividend_after_indemnity": N_("Money received after the indemnity"),
    "allocation_reversed": N_("Receipt taken back"),
    "receipt_returned": N_("Direct debit returned"),
    "return_fee": N_("Bank charge for a returned debit"),
    "return_fee_rebilled": N_("Bank charge passed on"),
    "interest_accrued": N_("Interest accrued"),
    "interest_capitalised": N_("Interest charged"),
    "trust_receipt": N_("Received for the principal"),
    "commission_invoiced": N_("Collection commission"),
    "commission_set_off": N_("Collection commission set off"),
    "commission_moved_to_office_account": N_("Collection commission moved to the office account"),
    "remitted_to_principal": N_("Remitted to the principal"),
    "third_party_money_given_back": N_("Third-party money given back to the payer"),
    "remittance_returned": N_("Third-party payment came back"),
    "commission_left": N_("Collection commission sent to the office account"),
    "own_money_arrived": N_("Own money put on the third-party account"),
    "third_party_money_taken_back": N_("Third-party money taken back"),
    "third_party_money_moved": N_("Third-party money moved to another claim"),
    "bank_charge_on_third_party_account": N_("Bank charge on the third-party account"),
    "dedicated_receipts_seen": N_("Received on the dedicated account"),
    "sweep_memo": N_("Swept from the dedicated account"),
    "held_receipt": N_("Received on the dedicated account"),
    "held_match": N_("Receipt allocated"),
    "held_sweep": N_("Swept from the dedicated account"),
    "transfer_left": N_("Own transfer, sent"),
    "transfer_arrived": N_("Own transfer, arrived"),
    "other_out": N_("Other payment"),
    "other_in": N_("Other receipt"),
    "pledge_registered": N_("Receivables pledged"),
    "pledge_released": N_("Pledge released"),
    "advance_instructed": N_("Advance ordered"),
    "advance_repaid": N_("Advance repaid"),
    "managed_entered": N_("Invoice in management"),
    "managed_settled": N_("Invoice paid"),
    "managed_collected": N_("Invoice collected"),
    "managed_credited": N_("Credit note"),
    "interest_demanded": N_("Late interest demanded"),
    "damages_demanded": N_("Damages demanded"),
    "costs_demanded": N_("Costs demanded"),
    "demand_settled": N_("Demand paid"),
    "demand_collected": N_("Demand collected"),
    "demand_waived": N_("Demand waived"),
    "demand_given_up": N_("Demand given up"),
}
REVERSAL: Final = N_("Reversal: {what}")


def in_words(kind: str, translate: Callable[[str], str] = str) -> str:
    """The words for a kind, or for its reversal, through ``translate``."""
    if kind in KINDS:
        return translate(KINDS[kind])
    original = kind.removesuffix("_reversed")
    return translate(REVERSAL).format(what=translate(KINDS[original])) if original in KINDS else kind
