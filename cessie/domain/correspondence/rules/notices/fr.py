"""French, for Belgium, France and Luxembourg."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.notices import Words
from cessie.domain.correspondence.rules.notices._statutory import DAILLY

WORDS = Words(
    subject="Cession des factures de {client} : payez désormais à {house}",
    subject_changed="Nouveau numéro de compte pour les factures de {client}",
    forms={
        "SALE": "{client} a vendu et cédé à {house} ses créances sur votre entreprise, avec tous les droits qui y sont attachés.",
        "SUBROGATION": "{house} a payé {client} et se trouve de ce fait subrogée dans tous ses droits à votre égard.",
        "DAILLY": "{client} a cédé à {house} ses créances sur votre entreprise par bordereau de cession de créances professionnelles (cession Dailly).",
        "PLEDGE": "{client} a donné en gage à {house} ses créances sur votre entreprise. {house} est dès lors en droit d'en demander et d'en recevoir le paiement.",
    },
    everything="Ceci vaut pour toutes les factures que {client} vous adresse, présentes et futures. À ce jour, les factures ci-dessous sont ouvertes chez nous.",
    listed="Ceci vaut pour les factures ci-dessous, et pour toute facture ultérieure de {client} qui mentionne sa cession à {house}.",
    bases={
        (
            "BE",
            "SALE",
        ): "La présente constitue la notification de la cession de créance au débiteur (Code civil, livre 5).",
        ("BE", "PLEDGE"): "La présente constitue la notification du gage au débiteur de la créance gagée.",
        (
            "NL",
            "SALE",
        ): "La présente constitue la notification écrite de la cession en droit néerlandais (Burgerlijk Wetboek, article 3:94).",
        (
            "NL",
            "PLEDGE",
        ): "La présente constitue la notification écrite du gage en droit néerlandais (Burgerlijk Wetboek, articles 3:236 et 3:246).",
        (
            "FR",
            "SALE",
        ): "La présente constitue la notification de la cession de créance (Code civil, articles 1321 et 1324).",
        (
            "FR",
            "SUBROGATION",
        ): "La présente constitue la notification de la subrogation (Code civil, articles 1346-1 et 1346-5).",
        (
            "FR",
            "PLEDGE",
        ): "La présente constitue la notification du nantissement de créance (Code civil, article 2362).",
        ("", "SALE"): "La présente constitue la notification de la cession de créance au débiteur.",
        ("", "SUBROGATION"): "La présente constitue la notification de la subrogation au débiteur.",
        ("", "DAILLY"): DAILLY,
        ("", "PLEDGE"): "La présente constitue la notification du gage au débiteur.",
    },
    discharge="Dès la réception de cette lettre, seul un paiement sur le compte ci-dessous vous libère de votre dette. Un paiement à {client} ou sur un autre compte ne vous libère pas.",
    changed="Notre numéro de compte a changé. Ne payez plus sur {former}, mais sur le compte ci-dessous ; tout le reste demeure comme nous vous l'avons écrit.",
    rights="Rien d'autre ne change : {client} reste votre fournisseur, et si vous contestez une facture ou attendez une note de crédit, vos droits sont intacts. Faites-le-nous savoir également.",
    genuine="Un nouveau numéro de compte appelle la prudence. N'hésitez pas à appeler d'abord {client}, à un numéro que vous connaissez déjà, pour vérifier que cette lettre est authentique.",
    questions="Une question, ou une facture inexacte ? {contact}. Veuillez rappeler {reference}.",
    privacy="Nous utilisons vos données pour l'encaissement de ces factures et les conservons aussi longtemps que la loi l'exige. Vous pouvez les consulter et les faire rectifier auprès de nous.",
    invoices="Factures concernées",
    head=("Facture", "Date", "Échéance", "À payer"),
)
