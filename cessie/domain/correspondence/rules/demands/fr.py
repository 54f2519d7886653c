"""French."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.demands import DemandWords

WORDS = DemandWords(
    titles={
        "first": "Demande de paiement",
        "firm": "Votre paiement manque toujours",
        "last": "Dernière lettre avant l’étape suivante",
        "before_court": "Mise en demeure avant procédure",
    },
    texts={
        "first": "{creditor} nous a chargés de recouvrer ce qui figure ci-dessous : **{amount}**. Voulez-vous le payer pour le {pay_by} ? Il y a peut-être une raison à ce retard ; dites-la-nous, et nous chercherons une solution avec vous.",
        "firm": "Nous vous avons écrit et n’avons vu aucun paiement, ni appris pourquoi. Veuillez payer **{amount}** pour le {pay_by}, ou appelez-nous avant cette date : un arrangement reste possible.",
        "last": "Nous vous avons écrit plusieurs fois. Veuillez payer **{amount}** pour le {pay_by}. Après cette date, {creditor} décide si la créance est portée en justice, ce qui entraîne des frais que vous pourriez devoir supporter.",
        "before_court": "Vous n’avez ni payé, ni répondu. Par la présente, nous vous mettons en demeure pour {creditor} de payer **{amount}** pour le {pay_by}. À défaut, {creditor} peut porter la créance en justice sans autre avis.",
    },
    dossier="Notre dossier {dossier}, pour {creditor}.",
    paid="Déjà payé, déduit ci-dessus",
    apart="Contesté ou convenu, pas demandé ici",
    plan="Vous ne pouvez pas payer en une fois ? Proposez un échelonnement sur votre page ou par téléphone.",
    help="Si vos dettes sont nombreuses, un service de médiation de dettes (en Belgique le CPAS) vous aide gratuitement.",
)
