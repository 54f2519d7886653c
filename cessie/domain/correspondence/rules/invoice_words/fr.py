"""French, for Belgium and France."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.invoice_words import Words

WORDS = Words(
    subject="{title} de {creditor} ({reference})",
    title="Facture {number}",
    credit_title="Note de crédit {number}",
    text="Vous trouverez ci-joint la facture {number} du {issued} de {creditor}.",
    credit_text="Vous trouverez ci-joint la note de crédit {number} du {issued} de {creditor}. Rien n’est à payer pour elle.",
    structured="La facture électronique (XML) est jointe elle aussi : votre logiciel comptable la lit.",
    amount="À payer",
    pay_by="À payer au plus tard le",
    wrong="Quelque chose n’est pas correct ? Faites-le-nous savoir au plus vite : {contact}. Merci de mentionner {reference}.",
    online="En ligne",
    online_row="Votre page",
    look="Consulter et payer",
    privacy="Nous utilisons vos données pour envoyer et encaisser cette facture et les conservons aussi longtemps que la loi le demande. Vous pouvez les consulter et les faire rectifier.",
)
