"""What the columns of a CSV or Excel file with invoices may be called, in Dutch, French and English.

A header is compared without case, accents, blanks and signs: ``Factuurnr.`` and ``FACTUUR NR`` are one.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence

from cessie.formats.values.table import Layout
from cessie.lib.reasons import N_

#: The fields with the words for people; the first five are needed (VAT and net together may stand for the total).
FIELDS: dict[str, str] = {
    "number": N_("Invoice number"),
    "issue_date": N_("Invoice date"),
    "due_date": N_("Due date"),
    "gross": N_("Total with VAT"),
    "buyer_name": N_("Debtor's name"),
    "buyer_vat": N_("Debtor's VAT number"),
    "buyer_register": N_("Debtor's company number"),
    "buyer_country": N_("Debtor's country"),
    "buyer_street": N_("Debtor's street"),
    "buyer_postcode": N_("Debtor's postcode"),
    "buyer_city": N_("Debtor's town"),
    "buyer_email": N_("Debtor's e-mail"),
    "buyer_reference": N_("Debtor's number at the creditor"),
    "net": N_("Total without VAT"),
    "vat": N_("VAT"),
    "payable": N_("Still to be paid"),
    "currency": N_("Currency"),
    "kind": N_("Invoice or credit note"),
    "corrects": N_("Corrects invoice"),
    "reference": N_("Payment reference"),
    "iban": N_("Account to pay to"),
    "order": N_("Order number"),
    "note": N_("Description"),
}
NEEDED = ("number", "issue_date", "gross", "buyer_name")
_NAMES: dict[str, str] = {
    "number": "number, invoice number, invoice no, invoice nr, invoice, invoice id, document number, factuurnummer, "
    "factuurnr, factuur, nummer, nr, faktuurnummer, documentnummer, stuknummer, numero, no facture, numero facture, "
    "numero de facture, facture, n facture, n de facture, num facture, numero document, piece",
    "issue_date": "issue date, date, invoice date, document date, factuurdatum, datum, faktuurdatum, documentdatum, "
    "date facture, date de facture, date de la facture, date emission, date document, date d emission",
    "due_date": "due date, due, payment due, maturity, vervaldatum, vervaldag, verval, betaaldatum, uiterste datum, "
    "echeance, date echeance, date d echeance, date limite",
    "gross": "gross, total, gross total, total incl vat, total including vat, amount incl vat, amount, invoice amount, "
    "bedrag, totaal, totaal incl btw, bedrag incl btw, totaalbedrag, factuurbedrag, bedrag incl, totaal incl, bruto, "
    "ttc, montant ttc, total ttc, montant, montant facture, total tvac, montant tvac, tvac, total tvac eur",
    "buyer_name": "buyer name, debtor, debtor name, customer, customer name, client, buyer, debiteur, debiteurnaam, "
    "naam debiteur, klant, klantnaam, naam klant, afnemer, naam, debiteur naam, nom client, nom du client, acheteur, "
    "debiteur nom, nom debiteur, nom, raison sociale",
    "buyer_vat": "buyer vat, vat number, vat no, debtor vat, customer vat, vat id, btw nummer, btwnummer, btw nr, "
    "btw nummer klant, btw nummer debiteur, tva client, numero tva, numero de tva, no tva, n tva, "
    "tva intracommunautaire",
    "buyer_register": "company number, register, registration number, enterprise number, kvk, kvk nummer, kvk nr, "
    "ondernemingsnummer, kbo, kbo nummer, siren, siret, numero d entreprise, numero entreprise, bce",
    "buyer_country": "country, debtor country, buyer country, land, landcode, pays, code pays",
    "buyer_street": "street, address, straat, adres, rue, adresse",
    "buyer_postcode": "postcode, postal code, zip, post code, code postal, cp",
    "buyer_city": "city, town, stad, plaats, gemeente, woonplaats, ville, localite, commune",
    "buyer_email": "email, e mail, mail, emailadres, e mailadres, adresse mail, courriel",
    "buyer_reference": "customer number, customer no, customer id, debtor number, debtor no, patient number, "
    "patient no, patient id, klantnummer, klantnr, debiteurnummer, debiteurnr, patientnummer, patientennummer, "
    "patientnr, numero client, no client, n client, numero debiteur, numero patient, no patient, n patient",
    "net": "net, net total, total excl vat, amount excl vat, excl vat, netto, totaal excl btw, bedrag excl btw, "
    "excl btw, bedrag excl, maatstaf, ht, montant ht, total ht, htva, montant htva, total htva, base",
    "vat": "vat, vat amount, tax, btw, btw bedrag, bedrag btw, tva, montant tva",
    "payable": "payable, open, open amount, outstanding, balance, amount due, openstaand, openstaand bedrag, saldo, "
    "te betalen, open bedrag, solde, reste a payer, montant ouvert, a payer",
    "currency": "currency, valuta, munt, muntcode, devise, monnaie",
    "kind": "kind, type, document type, soort, documentsoort, type document, nature",
    "corrects": "corrects, original invoice, preceding invoice, oorspronkelijke factuur, bij factuur, "
    "facture d origine, facture origine, facture rectifiee",
    "reference": "payment reference, reference, structured communication, ogm, gestructureerde mededeling, mededeling, "
    "betalingskenmerk, kenmerk, betalingsreferentie, referentie, communication, communication structuree, reference "
    "paiement, reference de paiement, vcs",
    "iban": "iban, account, rekening, rekeningnummer, bankrekening, compte, compte bancaire",
    "order": "order, order number, purchase order, po, bestelnummer, ordernummer, bon de commande, commande, numero de "
    "commande",
    "note": "note, description, remarks, omschrijving, opmerking, notitie, libelle, remarque, objet",
}


def plain(header: str) -> str:
    """The header as it is compared.

    >>> plain("N° de Facture (TVAC)")
    'ndefacturetvac'
    """
    text = unicodedata.normalize("NFKD", header.replace("°", "")).casefold()
    return "".join(c for c in text if c.isalnum())


_KNOWN = {plain(name): field for field, names in _NAMES.items() for name in names.split(",")}


def guess(headers: Sequence[str]) -> Layout:
    """What each column means by its name; of two columns with one meaning the first has it."""
    found: list[str] = []
    for header in headers:
        field = _KNOWN.get(plain(header), "")
        found.append(field if field not in found else "")
    return tuple(found)


def missing(layout: Layout) -> tuple[str, ...]:
    """The fields without which no invoice can be made of a row."""
    have = set(layout)
    if {"net", "vat"} <= have:
        have.add("gross")
    if have & {"buyer_vat", "buyer_register"}:
        have.add("buyer_name")
    return tuple(field for field in NEEDED if field not in have)


def signature(headers: Sequence[str]) -> str:
    """The same for every file with these columns in this order, whatever their rows say."""
    return hashlib.sha256("\n".join(plain(header) for header in headers).encode()).hexdigest()


def accepted() -> dict[str, tuple[str, ...]]:
    """For the manual: each field with the names that it is known by."""
    return {field: tuple(name.strip() for name in names.split(",")) for field, names in _NAMES.items()}
