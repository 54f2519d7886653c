"""French, for Belgium, France and Luxembourg."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.reminders import Words
from cessie.domain.correspondence.rules.reminders._statutory import L111_8

WORDS = Words(
    subject="Message de {sender} ({reference})",
    titles={
        "pre_due": "Votre facture arrive à échéance",
        "friendly": "Rappel de paiement",
        "firm": "Votre paiement nous manque toujours",
        "last": "Dernier rappel",
        "default_notice": "Mise en demeure",
    },
    texts={
        "pre_due": "Ce qui figure ci-dessous arrive bientôt à échéance : **{amount}**, à payer pour le {pay_by}. Si votre paiement est déjà prêt, vous n'avez rien à faire.",
        "friendly": "Cela vous a peut-être échappé : ce qui figure ci-dessous est échu et ne nous est pas encore payé. Voulez-vous payer **{amount}** au plus tard le {pay_by} ?",
        "firm": "Nous vous avons déjà rappelé les factures ci-dessous et n'avons pas encore vu de paiement. Nous vous prions de payer **{amount}** au plus tard le {pay_by}. Si vous ne pouvez pas tout payer en une fois, contactez-nous : nous chercherons un arrangement ensemble.",
        "last": "Malgré nos rappels, **{amount}** reste impayé. Payez ce montant au plus tard le {pay_by}, ou dites-nous avant ce jour pourquoi vous ne le faites pas. Passé ce jour, nous vous mettrons en demeure.",
        "default_notice": "Malgré nos rappels, vous n'avez pas payé. Par la présente, nous vous mettons en demeure de payer **{amount}** au plus tard le {pay_by}. À défaut, la créance pourra être transmise pour recouvrement sans autre avis.",
    },
    assigned="{creditor} a cédé cette créance à {house} ; seul un paiement à {house} vous libère.",
    assigned_all="Les fournisseurs nommés dans la liste ont cédé ces créances à {house} ; seul un paiement à {house} vous libère.",
    on_behalf="{house} vous écrit au nom de {creditor}.",
    interest={
        (
            "BE",
            "b2b",
        ): "Intérêts : de plein droit dès le lendemain de l'échéance, au taux de l'article 5 de la loi du 2 août 2002{rate}.",
        (
            "BE",
            "b2g",
        ): "Intérêts : de plein droit dès le lendemain de l'échéance, au taux de l'article 5 de la loi du 2 août 2002{rate}.",
        (
            "BE",
            "b2c",
        ): "Intérêts : selon le contrat, au plus ceux de l'article XIX.4 du Code de droit économique{rate}.",
        (
            "NL",
            "b2b",
        ): "Intérêts : le taux légal néerlandais entre commerçants dès le lendemain de l'échéance (article 6:119a BW){rate}.",
        ("NL", "b2g"): "Intérêts : le taux légal néerlandais dès le lendemain de l'échéance (article 6:119b BW){rate}.",
        ("NL", "b2c"): "Intérêts : le taux légal néerlandais (article 6:119 BW){rate}.",
        (
            "FR",
            "b2b",
        ): "Pénalités de retard : exigibles sans rappel dès le lendemain de l'échéance (article L441-10 du Code de commerce){rate}.",
        ("FR", "b2g"): "Intérêts moratoires : de plein droit dès le lendemain de l'échéance{rate}.",
        ("FR", "b2c"): "Intérêts : au taux légal à compter de la mise en demeure{rate}.",
        ("", "b2b"): "Intérêts : dès le lendemain de l'échéance{rate}.",
    },
    costs={
        (
            "BE",
            "b2b",
        ): "Frais : l'indemnité forfaitaire pour frais de recouvrement de l'article 6 de la loi du 2 août 2002.",
        (
            "BE",
            "b2g",
        ): "Frais : l'indemnité forfaitaire pour frais de recouvrement de l'article 6 de la loi du 2 août 2002.",
        (
            "BE",
            "b2c",
        ): "Frais : la clause indemnitaire du contrat, dans les limites de l'article XIX.4 du Code de droit économique.",
        (
            "NL",
            "b2b",
        ): "Frais : l'indemnité de l'article 6:96, paragraphe 4, BW et du barème néerlandais des frais de recouvrement.",
        (
            "NL",
            "b2g",
        ): "Frais : l'indemnité de l'article 6:96, paragraphe 4, BW et du barème néerlandais des frais de recouvrement.",
        ("NL", "b2c"): "Frais : selon le barème néerlandais des frais de recouvrement (article 6:96 BW).",
        ("FR", "b2b"): "Frais : l'indemnité forfaitaire de l'article D441-5 du Code de commerce, par facture.",
        ("FR", "b2g"): "Frais : l'indemnité forfaitaire pour frais de recouvrement, par facture.",
        ("", "b2b"): "Frais : l'indemnité légale pour frais de recouvrement.",
    },
    first_notice="Ceci est le premier rappel de l'article XIX.2 du Code de droit économique ; il ne vous coûte rien. Le créancier est {named}. Objet : {describes}, avec l'échéance qui figure dans la liste ; le solde dû est de {open}. Vous disposez d'un délai de 14 jours calendrier pour payer, qui prend cours {start} ; si vous payez au plus tard le {pay_by}, vous ne payez ni frais ni intérêts. {after} Sur demande, nous vous envoyons aussitôt les pièces qui justifient la dette.",
    from_mail="le jour calendrier qui suit l'envoi de ce message",
    from_post="le troisième jour ouvrable qui suit l'envoi de cette lettre",
    damages="Passé ce délai, une indemnité de {announced} sera réclamée.",
    no_more="Même passé ce délai, nous ne demandons que le solde dû.",
    fourteen_days="Vous êtes en demeure. Si vous payez le solde de {open} dans les quinze jours qui suivent la remise de cette lettre, vous ne payez pas de frais de recouvrement. À défaut, vous devrez {announced} de frais de recouvrement extrajudiciaires (article 6:96, paragraphe 6, du Code civil néerlandais), ainsi que les intérêts légaux.",
    by_mandate="{house}, {house_lines}, exerce l'activité de recouvrement amiable des créances pour le compte d'autrui, ici pour {creditor}{creditor_lines}. Fondement : {basis}. Sommes dues, hors frais : principal {open}, intérêts {interest}. Article L111-8 du Code des procédures civiles d'exécution, alinéas 2 et 3 : "
    + L111_8,
    default={
        "BE": "La présente vaut mise en demeure et sommation de payer.",
        "NL": "La présente vaut mise en demeure (article 6:82 du Code civil néerlandais). Nous réservons expressément notre droit à l'exécution, ce qui interrompt la prescription (article 3:317).",
        "FR": "La présente vaut mise en demeure (Code civil, article 1344) et fait courir les intérêts au taux légal.",
        "": "La présente vaut mise en demeure.",
    },
    head=("Facture", "Fournisseur", "Date", "Échéance", "Jours de retard", "Solde", "Intérêts", "Frais"),
    principal="Factures ouvertes",
    interest_sum="Intérêts à ce jour",
    costs_sum="Frais",
    to_pay="À payer",
    invoices="Vos factures ouvertes",
    basis=("la facture impayée qui figure dans la liste", "les factures impayées qui figurent dans la liste"),
    how="Comment ce montant est calculé",
    pay_by="À payer pour le",
    online="Tout voir et répondre en ligne",
    online_row="Votre page",
    look="À scanner pour ouvrir votre page",
    paid="Vous avez payé entre-temps ? Cette lettre est alors sans objet, avec nos remerciements.",
    disputed="Une facture n'est pas exacte ? Dites-le-nous, et nous l'examinerons avant d'aller plus loin.",
    questions="Une question, ou un paiement en plusieurs fois ? {contact}. Veuillez rappeler {reference}.",
    person="Votre personne de contact est {person}. ",
    answer="Notre réponse",
    answer_to="Notre réponse à votre message du {day}",
    privacy="Nous utilisons vos données pour l'encaissement de ces factures et les conservons aussi longtemps que la loi l'exige. Vous pouvez les consulter et les faire rectifier auprès de nous.",
)
