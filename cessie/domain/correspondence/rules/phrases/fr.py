"""French, for Belgium, France and Luxembourg."""

from __future__ import annotations

from cessie.domain.correspondence.rules.phrases import Phrases

PHRASES = Phrases(
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    first_day="1er",
    amount="{figure} €",
    thousands="\u202f",
    decimal=",",
    colon="\u00a0: ",
    greeting="Madame, Monsieur,",
    closing="Veuillez agréer, Madame, Monsieur, nos salutations distinguées.",
    unsigned="Cette lettre est établie par ordinateur et vaut sans signature.",
    account="Payez sur ce compte",
    payee="Bénéficiaire",
    iban="Compte (IBAN)",
    bic="BIC",
    give="Communication",
    as_invoiced="celle de la facture",
    scan="À scanner avec l'app de votre banque",
    total="Total",
    more="et {more} autres ; nous vous envoyons la liste sur demande.",
    reference="Notre référence",
    attached="Vous trouverez la lettre elle-même en annexe (PDF).",
    again="Nous vous l'avons déjà écrit le {day} ({reference}). Nous vous le renvoyons ; rien n'a changé.",
    page="Page",
)
