"""What speaks of people in mandates, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("mandates.Mandate", ("holder", "iban", "bic", "note"), of="debtor__company"),
    Fades("mandates.Amendment", ("former_iban",), of="mandate__debtor__company"),
    Fades("mandates.Signing", ("email", "iban", "holder", "signer", "role"), of="debtor__company"),
    Fades("mandates.SigningEvent", ("data",), since="at"),
    Fades("mandates.Collection", ("reasons",), since="proposed_at"),
)
