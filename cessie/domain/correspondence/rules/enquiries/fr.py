"""French, for Belgium and France."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.enquiries import Words

WORDS = Words(
    subject="Confirmation de votre solde chez {creditor} ({reference})",
    title="Confirmation de votre solde",
    text="Dans le cadre du contrôle des comptes de {creditor}, nous demandons aux clients de confirmer ce qu’ils doivent. Au {day}, selon les livres, vous deviez {total}, comme détaillé ci-dessous.",
    ask="Merci de nous dire au plus tard le {until} si ce montant correspond à votre comptabilité et, sinon, quel est l’écart et pourquoi. Cette lettre ne demande aucun paiement et n’est pas un rappel.",
    documents="Ouvert à cette date",
    head=("Facture", "Échéance", "Ouvert"),
    online="Répondre en ligne",
    online_row="Votre page",
    answer="Répondre",
    form="Votre réponse",
    answers=(
        "Nous sommes d’accord",
        "Pas d’accord : dans nos livres figure",
        "Écart et motif",
        "Nom et qualité",
        "Date et signature",
    ),
    back="Envoyez votre réponse à {contact} en mentionnant {reference}.",
    privacy="Nous utilisons votre réponse uniquement pour le contrôle des comptes et la conservons aussi longtemps que la loi l’exige. Vous pouvez consulter vos données et les faire rectifier.",
)
