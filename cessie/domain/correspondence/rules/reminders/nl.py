"""Dutch, for Belgium and the Netherlands."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.reminders import Words
from cessie.domain.correspondence.rules.reminders._statutory import L111_8

WORDS = Words(
    subject="Bericht van {sender} ({reference})",
    titles={
        "pre_due": "Uw factuur vervalt binnenkort",
        "friendly": "Betalingsherinnering",
        "firm": "Uw betaling ontbreekt nog altijd",
        "last": "Laatste herinnering",
        "default_notice": "Ingebrekestelling",
    },
    texts={
        "pre_due": "Binnenkort vervalt wat hieronder staat: **{amount}**, te betalen tegen {pay_by}. Hebt u de betaling al klaargezet, dan hoeft u niets te doen.",
        "friendly": "Misschien is het u ontgaan: wat hieronder staat, is vervallen en bij ons nog niet betaald. Wilt u **{amount}** betalen, uiterlijk op {pay_by}?",
        "firm": "Wij herinnerden u al aan de facturen hieronder, en zagen nog geen betaling. Wij vragen u **{amount}** te betalen, uiterlijk op {pay_by}. Lukt dat niet ineens, neem dan contact met ons op: dan zoeken wij samen een regeling.",
        "last": "Ondanks onze herinneringen blijft **{amount}** open. Betaal dit bedrag uiterlijk op {pay_by}, of laat ons vóór die dag weten waarom niet. Daarna stellen wij u in gebreke.",
        "default_notice": "Ondanks onze herinneringen hebt u niet betaald. Wij stellen u hierbij in gebreke en manen u aan om **{amount}** te betalen, uiterlijk op {pay_by}. Betaalt u niet, dan kan de vordering zonder verder bericht uit handen worden gegeven.",
    },
    assigned="{creditor} heeft deze vordering aan {house} overgedragen; betalen kan alleen aan {house}.",
    assigned_all="De leveranciers die in de lijst staan, hebben deze vorderingen aan {house} overgedragen; betalen kan alleen aan {house}.",
    on_behalf="{house} schrijft u namens {creditor}.",
    interest={
        (
            "BE",
            "b2b",
        ): "Intrest: van rechtswege vanaf de dag na de vervaldag, aan de rentevoet van artikel 5 van de wet van 2 augustus 2002{rate}.",
        (
            "BE",
            "b2g",
        ): "Intrest: van rechtswege vanaf de dag na de vervaldag, aan de rentevoet van artikel 5 van de wet van 2 augustus 2002{rate}.",
        (
            "BE",
            "b2c",
        ): "Intrest: volgens de overeenkomst, ten hoogste de rente van artikel XIX.4 van het Wetboek van economisch recht{rate}.",
        ("NL", "b2b"): "Rente: de wettelijke handelsrente vanaf de dag na de vervaldag (artikel 6:119a BW){rate}.",
        ("NL", "b2g"): "Rente: de wettelijke handelsrente vanaf de dag na de vervaldag (artikel 6:119b BW){rate}.",
        ("NL", "b2c"): "Rente: de wettelijke rente (artikel 6:119 BW){rate}.",
        (
            "FR",
            "b2b",
        ): "Vertragingsboete: zonder aanmaning vanaf de dag na de vervaldag (artikel L441-10 van de Code de commerce){rate}.",
        ("FR", "b2c"): "Interest: de Franse wettelijke interest vanaf de ingebrekestelling{rate}.",
        ("", "b2b"): "Rente: vanaf de dag na de vervaldag{rate}.",
    },
    costs={
        ("BE", "b2b"): "Kosten: het vaste bedrag voor invorderingskosten van artikel 6 van de wet van 2 augustus 2002.",
        ("BE", "b2g"): "Kosten: het vaste bedrag voor invorderingskosten van artikel 6 van de wet van 2 augustus 2002.",
        (
            "BE",
            "b2c",
        ): "Kosten: het schadebeding van de overeenkomst, binnen de grenzen van artikel XIX.4 van het Wetboek van economisch recht.",
        (
            "NL",
            "b2b",
        ): "Kosten: de vergoeding van artikel 6:96 lid 4 BW en het Besluit vergoeding voor buitengerechtelijke incassokosten.",
        (
            "NL",
            "b2g",
        ): "Kosten: de vergoeding van artikel 6:96 lid 4 BW en het Besluit vergoeding voor buitengerechtelijke incassokosten.",
        (
            "NL",
            "b2c",
        ): "Kosten: volgens het Besluit vergoeding voor buitengerechtelijke incassokosten (artikel 6:96 BW).",
        ("FR", "b2b"): "Kosten: het vaste bedrag van artikel D441-5 van de Code de commerce, per factuur.",
        ("", "b2b"): "Kosten: de wettelijke vergoeding voor invorderingskosten.",
    },
    first_notice="Dit is de eerste herinnering van artikel XIX.2 van het Wetboek van economisch recht; zij kost u niets. De schuldeiser is {named}. Geleverd werd: {describes}, met de vervaldag die in de lijst staat; verschuldigd is {open}. U hebt een termijn van 14 kalenderdagen om te betalen, die ingaat op {start}; wie uiterlijk op {pay_by} betaalt, betaalt geen kosten en geen intrest. {after} Op uw vraag sturen wij u onmiddellijk de stukken die de schuld bewijzen.",
    from_mail="de kalenderdag na de verzending van dit bericht",
    from_post="de derde werkdag na de verzending van deze brief",
    damages="Na die termijn wordt een schadevergoeding van {announced} gevraagd.",
    no_more="Ook na die termijn vragen wij alleen het openstaande bedrag.",
    fourteen_days="U bent in verzuim. Betaalt u het openstaande bedrag van {open} binnen vijftien dagen nadat deze brief bij u is bezorgd, dan betaalt u geen incassokosten. Betaalt u niet binnen deze termijn, dan bent u {announced} aan buitengerechtelijke incassokosten verschuldigd (artikel 6:96 lid 6 BW), en de wettelijke rente.",
    by_mandate="{house}, {house_lines}, vordert schulden minnelijk in voor rekening van anderen, hier voor {creditor}{creditor_lines}. Grond: {basis}. Verschuldigd, zonder kosten: hoofdsom {open}, interest {interest}. De Franse wet (Code des procédures civiles d'exécution, R124-4 en L111-8) schrijft deze woorden voor: "
    + L111_8,
    default={
        "BE": "Deze brief is een ingebrekestelling en een aanmaning om te betalen.",
        "NL": "Deze brief is een ingebrekestelling (artikel 6:82 BW). Wij behouden ons uitdrukkelijk het recht op nakoming voor; dit stuit de verjaring (artikel 3:317 BW).",
        "FR": "Deze brief is een ingebrekestelling naar Frans recht (mise en demeure, Code civil, artikel 1344).",
        "": "Deze brief is een ingebrekestelling.",
    },
    head=("Factuur", "Leverancier", "Datum", "Vervaldag", "Dagen te laat", "Open", "Rente", "Kosten"),
    principal="Openstaande facturen",
    interest_sum="Rente tot vandaag",
    costs_sum="Kosten",
    to_pay="Te betalen",
    invoices="Uw openstaande facturen",
    basis=("de onbetaalde factuur in de lijst", "de onbetaalde facturen in de lijst"),
    how="Hoe dit bedrag is berekend",
    pay_by="Betalen tegen",
    online="Bekijk alles en antwoord online",
    online_row="Uw pagina",
    look="Scan om uw pagina te openen",
    paid="Hebt u intussen betaald? Dan is deze brief voor u vervallen, met onze dank.",
    disputed="Klopt een factuur niet? Laat het ons weten, en wij zoeken het uit voor wij verder gaan.",
    questions="Vragen, of wilt u in delen betalen? {contact}. Vermeld daarbij {reference}.",
    person="Uw contactpersoon is {person}. ",
    answer="Ons antwoord",
    answer_to="Ons antwoord op uw bericht van {day}",
    privacy="Wij gebruiken uw gegevens om deze facturen te innen en bewaren ze zolang de wet het vraagt. U kunt ze bij ons inkijken en laten verbeteren.",
)
