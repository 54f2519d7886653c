"""Document types of BT-3 (UNTDID 1001, the subset of EN 16931 and what Factur-X adds), shared by all syntaxes."""

from __future__ import annotations

#: The seller owes the buyer: 381 credit note, 396 factored credit note, 261 and 262 self-billed and consolidated ...
CREDIT_NOTE_TYPES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"})
#: No claim stands behind it: 325 pro forma; 751 tells the bookkeeping alone (Factur-X MINIMUM and BASIC WL).
NO_CLAIM_TYPES = frozenset({"325", "751"})
#: Takes the place of an earlier invoice.
CORRECTIVE_TYPES = frozenset({"384"})
