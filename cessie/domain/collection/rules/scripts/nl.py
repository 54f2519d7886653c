"""Dutch."""

# ruff: noqa: E501 - what is said in one breath is one line

from __future__ import annotations

from cessie.domain.collection.rules.scripts import Words

WORDS = Words(
    who="Goedendag, u spreekt met {agent} van {house}. Spreek ik met {debtor}? (Zeg niets over een schuld voor u dat zeker weet; is hij er niet, vraag dan alleen wanneer u hem kunt bereiken.)",
    opening={
        "first": "Wij bellen voor {creditor}. Volgens onze gegevens staat er {amount} open, sinds {since}. Hebt u onze brief ontvangen?",
        "later": "We spraken elkaar al over de vordering van {creditor}. Er staat nog {amount} open. Wat is er sindsdien gebeurd?",
        "broken": "We spraken een betaling aan {creditor} af, en die is niet aangekomen. Er staat {amount} open. Is er iets tussengekomen?",
        "last": "U kreeg onze laatste brief voor {creditor}: {amount} staat open sinds {since}. Ik bel om te vermijden dat dit verder gaat.",
    },
    why="Mag ik vragen waarom dit nog niet betaald is? (Luister, en noteer de oorzaak.) Kunt u dit tegen {pay_by} betalen, met de mededeling van onze brief?",
    law={
        (
            "BE",
            "b2c",
        ): "Zeg erbij: u mag de vordering betwisten, u krijgt op vraag een kopie van elk stuk, en betaalt u in de termijn van de eerste brief, dan zijn er geen kosten. Dring niet aan, dreig niet, praat met niemand anders (Wetboek economisch recht, boek XIX).",
        (
            "NL",
            "b2c",
        ): "Zeg erbij: tot het einde van de veertiendagenbrief zijn er geen kosten; u mag betwisten en een regeling vragen (artikel 6:96 BW, Wki).",
        (
            "FR",
            "b2c",
        ): "Zeg erbij: de kosten van de invordering zonder titel zijn voor de schuldeiser (CPCE L111-8); u mag de stukken vragen.",
        ("", "b2c"): "Zeg erbij: u mag betwisten, de stukken vragen en een regeling voorstellen.",
        (
            "",
            "b2b",
        ): "Bij een onderneming: vraag naar de boekhouding, het ontvangen van de factuur en de dag van de volgende betaalronde.",
        ("", "b2g"): "Bij een overheid: vraag naar het dossiernummer en waar de factuur in de goedkeuring zit.",
    },
    ends={
        "promise": "Dan noteer ik {amount} tegen de afgesproken dag; u krijgt geen brief zolang u zich eraan houdt.",
        "plan": "Stel een regeling voor die hij kan dragen, liefst met een domiciliëring; alles staat ook op zijn pagina.",
        "dispute": "Wat klopt er niet, en voor welk bedrag? Ik leg het voor aan {creditor}; voor dat deel vragen wij intussen niets.",
        "copy": "Ik stuur u de stukken vandaag. Mag ik uw adres of e-mail nakijken?",
        "refuses": "Dan noteer ik dat. U krijgt schriftelijk wat er volgt; een regeling blijft mogelijk.",
        "insolvent": "Wie is de curator of de schuldhulpverlener? Dan stoppen wij en richten ons tot hem.",
        "wrong_number": "Neem me niet kwalijk. (Zeg niet waarover het ging.) Ik schrap dit nummer.",
        "vulnerable": "Dank u dat u dat zegt. Wij bellen u niet meer; u krijgt rustig een brief, en hulp is kosteloos.",
        "no_answer": "Spreek niets in over de vordering: alleen naam en nummer.",
    },
    months=(
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
        "december",
    ),
)  # fmt: skip
