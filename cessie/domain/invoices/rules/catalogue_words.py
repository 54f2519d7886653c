"""Why a check cannot be turned down further, in words for the person at the desk."""

from __future__ import annotations

from cessie.lib.reasons import N_

SAFETY = N_("Without it money could be lost unseen.")
ONCE = N_("The database itself refuses the same invoice twice.")
LAW = N_("The law asks that somebody looks at it.")
OURS = N_("Nobody can sell a claim that is not his.")
ELSEWHERE = N_("The contract says what happens above a limit.")
