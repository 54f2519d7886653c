"""What the statutory rates are called before people; the codes are those of the file of rates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_

RATE_KINDS: Final[Mapping[str, str]] = {
    "b2b_late_interest": N_("Late interest between businesses"),
    "b2b_contract_floor": N_("Least contract rate between businesses"),
    "b2c_late_interest": N_("Late interest of consumers"),
    "legal_interest": N_("Legal interest"),
    "legal_interest_individuals": N_("Legal interest, creditor a private person"),
    "legal_interest_professionals": N_("Legal interest, creditor a business"),
    "consumer_cap_reference": N_("Cap on consumers' interest, reference rate plus margin"),
    "consumer_cap_conservative": N_("Cap on consumers' interest, careful reading"),
    "base_rate": N_("Base rate"),
    "ecb_mro_semester_reference": N_("ECB rate of the semester"),
    "ecb_refi": N_("ECB refinancing rate"),
}
