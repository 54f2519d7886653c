"""Every check of the document in the order of the rules (factoring-domain 10); pure.

Credit adds its own findings (M01, M02, M03, M34) when the invoice is assessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cessie.domain.invoices.rules import credit_notes, dates, duplicates, identity, payee, special, sums, vat_mentions
from cessie.domain.invoices.rules.facts import Known, Stated, Subject
from cessie.domain.invoices.rules.found import Found
from cessie.domain.invoices.rules.policy import HOUSE, Policy
from cessie.lib.reasons import Reason


def check(
    subject: Subject, stated: Stated, breaches: Sequence[Reason], known: Known, policy: Policy = HOUSE
) -> tuple[Found, ...]:
    """All that speaks against the invoice as it stands, each code once, sorted by code.

    A credit note is asked for other things: nobody buys it, so neither its payee nor its days matter. Nor does anybody
    buy a managed invoice: what matters is that it is the client's, that its debtor pays him, and that it is right.
    """
    if stated.kind == "credit_note":
        return _once(
            [
                *duplicates.check(subject, known, policy),
                *sums.adds_up(subject, stated, breaches, known, policy),
                *identity.check(stated, known, policy),
                *credit_notes.check(subject, known),
            ]
        )
    if known.managed:
        return _once(
            [
                *duplicates.check(subject, known, policy),
                *payee.of_creditor(stated, known, policy),
                *sums.to_manage(subject, stated, breaches, known, policy),
                *identity.check(stated, known, policy),
                *dates.to_manage(subject, stated, known, policy),
            ]
        )
    found = [
        *duplicates.check(subject, known, policy),
        *payee.check(stated, known, policy),
        *sums.check(subject, stated, breaches, known, policy),
        *identity.check(stated, known, policy),
        *dates.check(subject, stated, known, policy),
        *special.check(subject, stated, known, policy),
        *vat_mentions.check(stated, known),
    ]
    return _once(found)


def _once(found: Iterable[Found]) -> tuple[Found, ...]:
    once: dict[str, Found] = {}
    for item in found:
        once.setdefault(item.code, item)
    return tuple(once[code] for code in sorted(once))
