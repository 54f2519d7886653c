"""What makes a claim worth less than its face, or not to be bought like others: M18, M19, M26, M30, M31.

>>> said("Facture d'acompte n° 2", PARTS), said("Levering volgens bon", PARTS), said("Reservation of title", PARTS)
("facture d'acompte", '', '')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from cessie.domain.invoices.rules.facts import Known, Stated, Subject
from cessie.domain.invoices.rules.found import Found, hold
from cessie.domain.invoices.rules.policy import Policy
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.terms.withholding import withhold

#: Words of a claim that is not for something delivered and accepted whole: nl, fr, en, de (factoring-domain 10, M18).
PARTS = re.compile(
    r"\b(voorschot\w*|vorderingsstaat|vorderingsstaten|tussentijdse factuur|abonnement\w*|waarborginhouding\w*"
    r"|inhouding (?:tot|als) waarborg|in consignatie|consignatie"
    r"|facture d['’]acompte|acomptes?|situation de travaux|état d['’]avancement|retenue de garantie|dépôt-vente"
    r"|en consignation|deposit invoice|down payment|advance payment|prepayment invoice|progress (?:claim|billing)"
    r"|subscription|retention money|retention amount|on consignment|consignment stock"
    r"|anzahlung\w*|abschlagsrechnung\w*|sicherheitseinbehalt\w*)\b",
    re.IGNORECASE,
)
#: Words that forbid the assignment (M26).
BANS = re.compile(
    r"(niet[ -]overdraagbaar|overdracht (?:van (?:deze|de) (?:vordering|factuur) )?(?:is )?(?:uitgesloten|verboden)"
    r"|incessible|cession (?:de créances? )?(?:est )?(?:interdite|exclue)"
    r"|not assignable|non-assignable|assignment (?:is )?(?:prohibited|excluded)|abtretung (?:ist )?ausgeschlossen)",
    re.IGNORECASE,
)
#: Words of the Dutch blocked account for wage tax and VAT (factoring-domain 16.3).
BLOCKED = re.compile(r"\b(g-?rekening|geblokkeerde rekening)\b", re.IGNORECASE)
#: Where a ban on assigning a company's money claims is void: NL Civil Code 3:83 as changed in 2025 (new contracts from
#: 1 July, older ones from 1 October 2025).
NO_BAN = frozenset({"NL"})
#: What a Belgian debtor withholds from a contractor with debts, in percent of the amount without VAT: social security
#: and tax (factoring-domain 16.3, EX15).
SOCIAL, TAX = Decimal(35), Decimal(15)


def check(subject: Subject, stated: Stated, known: Known, policy: Policy) -> Iterator[Found]:
    """In the order of the codes."""
    yield from _part(stated)
    yield from _proof(subject, stated, known, policy)
    yield from _ban(stated, known)
    yield from _withheld(subject, stated, known)
    yield from _person(stated, known)


def said(text: str, words: re.Pattern[str]) -> str:
    """The first of these words in the text, as a person can look for it."""
    found = words.search(text)
    return found[0].casefold() if found else ""


def _part(stated: Stated) -> Iterator[Found]:
    if stated.type_code in ("386", "326", "211"):
        yield hold("M18", N_("This is no invoice for what was delivered, but a deposit or a part (type {type})."),
                   type=stated.type_code)  # fmt: skip
    elif word := said(f"{stated.words} {stated.lines}", PARTS):
        yield hold("M18", N_("The invoice speaks of “{word}”: what it asks for may not be owed whole yet."), word=word)


def _proof(subject: Subject, stated: Stated, known: Known, policy: Policy) -> Iterator[Found]:
    if stated.order or stated.proofs:
        return
    if known.debtor is not None and known.debtor.marked("order_required") is not None:
        yield hold(
            "M19", N_("This debtor pays only with an order number or proof of delivery; the invoice has neither.")
        )
    elif policy.proof_above is not None and subject.gross >= policy.proof_above:
        yield hold("M19", N_("From {above} on an order number or proof of delivery is asked for; the invoice has "
                             "neither."), above=policy.proof_above)  # fmt: skip


def _ban(stated: Stated, known: Known) -> Iterator[Found]:
    country = known.debtor.country if known.debtor else stated.buyer.country
    if country in NO_BAN:
        return
    word = said(f"{stated.words} {stated.lines}", BANS)
    if word:
        yield hold("M26", N_("The invoice says “{word}”: it may not be possible to assign it."), word=word)
    elif known.debtor is not None and known.debtor.marked("assignment_ban") is not None:
        yield hold("M26", N_("The debtor's contracts forbid that claims on him are assigned."))


def _withheld(subject: Subject, stated: Stated, known: Known) -> Iterator[Found]:
    if known.client.country == "BE" and known.client.marked("withholding") is not None:
        part = withhold(face=subject.gross, net=subject.net, social_percent=SOCIAL, tax_percent=TAX)
        yield hold("M30", N_("The client has tax or social debts: the debtor must withhold {withheld} and pays "
                             "{paid}."), withheld=part.withheld, paid=part.debtor_pays)  # fmt: skip
        return
    share = known.client.marked("blocked_account")
    if share:
        free = free_part(subject.gross, share)
        yield hold("M30", N_("The debtor pays {share} percent, {blocked}, to the client's blocked account: {free} is "
                             "free."), share=f"{share:f}", blocked=subject.gross - free, free=free)  # fmt: skip
    elif word := said(f"{stated.words} {stated.lines}", BLOCKED):
        yield hold("M30", N_("The invoice speaks of “{word}”: the debtor may pay a part there."), word=word)


def _person(stated: Stated, known: Known) -> Iterator[Found]:
    debtor = known.debtor
    if debtor is None:
        if not stated.buyer.numbers:
            yield hold("M31", N_("The buyer has no number of a company: he may be a consumer."))
    elif debtor.marked("consumer") is not None:
        yield hold("M31", N_("The debtor is a consumer: other law holds for what is asked of him."))
    elif debtor.marked("sole_trader") is not None and debtor.country == "NL":
        yield hold("M31", N_("The debtor is a natural person in the Netherlands: who chases assigned claims there must "
                             "be registered."))  # fmt: skip


def free_part(gross: Money, share: Decimal) -> Money:
    """What of an invoice is not paid to a blocked account.

    >>> str(free_part(Money(1_000_00), Decimal(40)))
    '600.00 EUR'
    """
    return gross - gross.percent(share)
