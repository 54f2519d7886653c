"""What a posting is called before a client or a clerk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_

#: What a posting did, as a line of a statement says it.
KINDS: Final[Mapping[str, str]] = {
    "opening": N_("Opening balance"),
    "purchase": N_("Invoice bought"),
    "holdback_set": N_("Held back"),
    "holdback_release": N_("Holdback released"),
    "guarantee_fund_topup": N_("Into the guarantee fund"),
    "guarantee_fund_release": N_("From the guarantee fund"),
    "factoring_commission": N_("Factoring commission"),
    "commission": N_("Factoring commission"),
    "payout_instructed": N_("Payout ordered"),
    "payout_executed": N_("Payout executed"),
    "payout_rejected": N_("Payout rejected by the bank"),
    "payout_returned": N_("Payout returned"),
    "receipt": N_("Money received"),
    "allocation": N_("Payment matched"),
    "allocation_reversed": N_("Match undone"),
    "receipt_returned": N_("Payment returned"),
    "credit_note": N_("Credit note"),
    "chargeback": N_("Invoice charged back"),
    "managed_entered": N_("Taken into management"),
    "managed_settled": N_("Paid to the creditor"),
    "managed_collected": N_("Collected by the agency"),
    "managed_credited": N_("Credited"),
    "pledge_registered": N_("Pledge registered"),
    "pledge_released": N_("Pledge released"),
    "advance_instructed": N_("Advance ordered"),
    "late_surcharge": N_("Surcharge for late payment"),
    "indirect_payment": N_("Debtor paid you directly"),
    "interest_accrued": N_("Interest accrued"),
    "interest_capitalised": N_("Interest charged"),
    "overpayment": N_("Paid too much"),
    "small_difference": N_("Small difference"),
    "refund_to_debtor": N_("Refund to the debtor"),
    "client_remittance": N_("Passed on by the client"),
    "collection_not_bought": N_("Received for an invoice not bought"),
    "held_not_bought": N_("Received for an invoice not bought"),
    "not_bought_credited": N_("Received for an invoice not bought"),
    "discount_taken": N_("Discount taken by the debtor"),
    "statutory_withholding": N_("Withheld for the authorities"),
    "short_payment": N_("Short payment granted"),
    "unpaid": N_("Rest that is not paid"),
    "indirect_payment_fee": N_("Fee for a payment to the client"),
    "doubtful": N_("Invoice doubtful"),
    "write_off_own_risk": N_("Loss written off"),
    "transfer_left": N_("Transfer left"),
    "transfer_arrived": N_("Transfer arrived"),
    "other_in": N_("Other money in"),
    "other_out": N_("Other money out"),
}
