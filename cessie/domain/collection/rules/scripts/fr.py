"""French."""

# ruff: noqa: E501 - what is said in one breath is one line

from __future__ import annotations

from cessie.domain.collection.rules.scripts import Words

WORDS = Words(
    who="Bonjour, {agent}, de {house}. Est-ce bien {debtor} ? (Ne dites rien d'une dette avant d'en être sûr ; s'il est absent, demandez seulement quand le joindre.)",
    opening={
        "first": "Nous appelons pour {creditor}. D'après nos données, {amount} restent dus depuis le {since}. Avez-vous reçu notre lettre ?",
        "later": "Nous avons déjà parlé de la créance de {creditor}. {amount} restent dus. Que s'est-il passé depuis ?",
        "broken": "Nous étions convenus d'un paiement à {creditor}, et il n'est pas arrivé. {amount} restent dus. Y a-t-il eu un empêchement ?",
        "last": "Vous avez reçu notre dernière lettre pour {creditor} : {amount} restent dus depuis le {since}. J'appelle pour éviter que cela aille plus loin.",
    },
    why="Puis-je vous demander pourquoi ce n'est pas encore payé ? (Écoutez, et notez la cause.) Pouvez-vous payer pour le {pay_by}, avec la communication de notre lettre ?",
    law={
        (
            "BE",
            "b2c",
        ): "Ajoutez : vous pouvez contester la créance, vous recevez sur demande copie de chaque pièce, et si vous payez dans le délai de la première lettre, il n'y a pas de frais. N'insistez pas, ne menacez pas, n'en parlez à personne d'autre (Code de droit économique, livre XIX).",
        (
            "NL",
            "b2c",
        ): "Ajoutez : jusqu'à la fin du délai de quinze jours, il n'y a pas de frais ; vous pouvez contester et demander un arrangement (article 6:96 BW, Wki).",
        (
            "FR",
            "b2c",
        ): "Ajoutez : les frais de recouvrement sans titre restent à la charge du créancier (CPCE L111-8) ; vous pouvez demander les pièces.",
        ("", "b2c"): "Ajoutez : vous pouvez contester, demander les pièces et proposer un arrangement.",
        (
            "",
            "b2b",
        ): "Dans une entreprise : demandez la comptabilité, la réception de la facture et le jour du prochain paiement.",
        ("", "b2g"): "Dans une administration : demandez le numéro de dossier et où en est l'approbation de la facture.",
    },
    ends={
        "promise": "Je note {amount} pour le jour convenu ; vous ne recevrez pas de lettre tant que vous le respectez.",
        "plan": "Proposez un échelonnement qu'il peut tenir, de préférence par domiciliation ; tout figure aussi sur sa page.",
        "dispute": "Qu'est-ce qui n'est pas exact, et pour quel montant ? Je le soumets à {creditor} ; entre-temps nous ne demandons pas cette part.",
        "copy": "Je vous envoie les pièces aujourd'hui. Puis-je vérifier votre adresse ou votre e-mail ?",
        "refuses": "Je le note. Vous recevrez par écrit ce qui suit ; un arrangement reste possible.",
        "insolvent": "Qui est le curateur ou le médiateur de dettes ? Nous nous arrêtons et nous adressons à lui.",
        "wrong_number": "Excusez-moi. (Ne dites pas de quoi il s'agissait.) J'efface ce numéro.",
        "vulnerable": "Merci de me le dire. Nous ne vous appellerons plus ; vous recevrez une lettre, et l'aide est gratuite.",
        "no_answer": "Ne laissez aucun message sur la créance : seulement le nom et le numéro.",
    },
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ),
)  # fmt: skip
