"""A confidential contract is disclosed on a trigger: from a day on its debtors are told, also of what was bought."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from cessie.domain.contracts.change_terms import propose_terms
from cessie.domain.contracts.models import TermsChange
from cessie.domain.contracts.queries import terms_on
from cessie.domain.contracts.rules.disclosing import TRIGGERS, disclosed
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


def disclose(
    *, contract_id: UUID, trigger: str, valid_from: date, note: str, registered: bool = False, by: Viewer, at: datetime
) -> TermsChange:
    """Propose to disclose it; another person agrees with ``decide_terms``. The same again is the proposal that waits.

    ``registered``: the notices go by registered letter, where they can. Nothing leaves here
    (``workflows.purchases.disclosing``).
    Refused: no such trigger, a contract that is notified already, as ``propose_terms``.
    """
    by.require("contracts.amend")
    if trigger not in TRIGGERS:
        raise Refusal("contracts.no_trigger", N_("Say on what ground the debtors are told."))
    changes = disclosed(terms_on(contract_id, valid_from)[1])
    if not changes:
        raise Refusal("contracts.disclosed", N_("The debtors of this contract may be told already."))
    return propose_terms(
        contract_id=contract_id, valid_from=valid_from, changes=changes, note=note, trigger=trigger,
        registered=registered, by=by, at=at,
    )  # fmt: skip
