"""What the columns of a ledger may be called, in Dutch, French and English; headers compare as those of invoices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cessie.formats.invoices._columns import plain, signature
from cessie.formats.values.table import Layout
from cessie.lib.reasons import N_

__all__ = ["FIELDS", "guess", "missing", "signature"]

#: The fields with the words for people.
FIELDS: Final[dict[str, str]] = {
    "number": N_("Document number"),
    "debtor": N_("Debtor's number at the creditor"),
    "debtor_name": N_("Debtor's name"),
    "debtor_number": N_("Debtor's VAT or company number"),
    "issued": N_("Document date"),
    "due": N_("Due date"),
    "open": N_("Open amount"),
    "gross": N_("Total with VAT"),
    "kind": N_("Invoice, credit note or payment"),
    "currency": N_("Currency"),
    "disputed": N_("Disputed"),
    "consumer": N_("Consumer"),
    "unperformed": N_("Not yet delivered"),
}
NEEDED: Final = ("number", "issued", "open")
_NAMES: Final[dict[str, str]] = {
    "number": "number, invoice, invoice number, document, document number, nummer, factuur, factuurnummer, factuurnr, "
    "documentnummer, stuknummer, numero, facture, numero facture, no facture, piece, n piece, numero de piece, "
    "n facture",
    "debtor": "debtor, customer, customer number, customer code, debtor number, account, klant, klantnummer, klantnr, "
    "debiteur, debiteurnummer, debiteurnr, rekening, client, code client, numero client, compte, compte client, tiers, "
    "code tiers",
    "debtor_name": "debtor name, customer name, name, naam, klantnaam, debiteurnaam, nom, nom client, raison sociale, "
    "intitule, nom du client",
    "debtor_number": "vat, vat number, company number, debtor vat, customer vat, btw nummer, btw, ondernemingsnummer, "
    "kvk, kvk nummer, kbo, tva, numero tva, siren, siret, bce",
    "issued": "date, invoice date, document date, issue date, datum, factuurdatum, documentdatum, date facture, "
    "date piece, date de piece, date document, date de facture",
    "due": "due date, due, vervaldatum, vervaldag, echeance, date echeance, date d echeance",
    "open": "open, open amount, outstanding, balance, openstaand, openstaand bedrag, saldo, open bedrag, solde, "
    "montant ouvert, reste du, reste a payer, restant du",
    "gross": "gross, total, amount, original amount, invoice amount, bedrag, factuurbedrag, totaal, "
    "oorspronkelijk bedrag, montant, ttc, montant ttc, montant initial, montant facture",
    "kind": "kind, type, document type, soort, soort document, type piece, type document, nature",
    "currency": "currency, valuta, munt, devise, monnaie",
    "disputed": "disputed, dispute, betwist, betwisting, litige, conteste",
    "consumer": "consumer, consument, particulier, consommateur",
    "unperformed": "not delivered, not performed, niet geleverd, voorschot, acompte, non livre, deposit",
}
_KNOWN: Final = {plain(name): field for field, names in _NAMES.items() for name in names.split(",")}


def guess(headers: Sequence[str]) -> Layout:
    """What each column means by its name; of two columns with one meaning the first has it."""
    found: list[str] = []
    for header in headers:
        field = _KNOWN.get(plain(header), "")
        found.append(field if field not in found else "")
    return tuple(found)


def missing(layout: Layout) -> tuple[str, ...]:
    """The fields without which no row is an open item: a debtor is named by one of his two numbers."""
    lacking = [field for field in NEEDED if field not in layout]
    return (*lacking, *(() if {"debtor", "debtor_number"} & set(layout) else ("debtor",)))
