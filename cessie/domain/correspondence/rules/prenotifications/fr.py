"""French, for Belgium and France."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.prenotifications import Words

WORDS = Words(
    title="Ce qui sera prélevé sur votre compte",
    text="En vertu du mandat que vous avez donné, {creditor} prélève les montants ci-dessous sur votre compte. Vous n'avez rien à faire ; veillez à ce que le compte soit suffisamment approvisionné ce jour-là.",
    instalment="Il s'agit d'échéances du plan de paiement convenu avec vous.",
    rights={
        "CORE": "Vous pouvez demander à votre banque le remboursement d'un prélèvement dans les huit semaines.",
        "B2B": "Il s'agit d'un mandat interentreprises : jusqu'au jour même, vous pouvez demander à votre banque de ne pas débiter votre compte ; ensuite, elle ne rembourse plus.",
    },
    wrong="Un montant n'est pas exact, ou vous avez déjà payé ? Dites-le-nous avant ce jour, et nous ne le prélevons pas : {contact}. Veuillez rappeler {reference}.",
    head=("Facture", "Échéance", "Prélèvement le", "Montant"),
    fetched="Ce qui est prélevé",
    by="En vertu de quel mandat",
    under=("Mandat", "Identifiant du créancier", "Votre compte"),
    privacy="Nous utilisons vos données pour l'encaissement de ces factures et les conservons aussi longtemps que la loi l'exige. Vous pouvez les consulter et les faire rectifier auprès de nous.",
)
