"""Dutch."""

# ruff: noqa: E501 - a sentence of a letter is one line

from __future__ import annotations

from cessie.domain.correspondence.rules.demands import DemandWords

WORDS = DemandWords(
    titles={
        "first": "Verzoek tot betaling",
        "firm": "Uw betaling blijft uit",
        "last": "Laatste brief voor de volgende stap",
        "before_court": "Ingebrekestelling voor de gang naar de rechter",
    },
    texts={
        "first": "{creditor} vroeg ons te innen wat hieronder staat: **{amount}**. Wilt u dit betalen tegen {pay_by}? Misschien is er een reden waarom dit niet betaald is; laat ze ons weten, dan zoeken we samen een oplossing.",
        "firm": "We schreven u en zagen geen betaling, en hoorden ook niet waarom. Betaal **{amount}** tegen {pay_by}, of bel ons voor die dag: een regeling is nog mogelijk.",
        "last": "We hebben u meermaals geschreven. Betaal **{amount}** tegen {pay_by}. Na die dag beslist {creditor} of de vordering naar de rechter gaat; dat brengt kosten mee die u misschien moet dragen.",
        "before_court": "U hebt niet betaald en niet geantwoord. Wij stellen u hierbij voor {creditor} in gebreke en manen u aan **{amount}** te betalen tegen {pay_by}. Doet u dat niet, dan kan {creditor} de vordering zonder verder bericht voor de rechter brengen.",
    },
    dossier="Ons dossier {dossier}, voor {creditor}.",
    paid="Reeds betaald, hierboven afgetrokken",
    apart="Betwist of geregeld, hier niet gevraagd",
    plan="Kunt u niet ineens betalen? Stel op uw pagina of telefonisch een afbetaling voor.",
    help="Hebt u veel schulden, dan helpt een schuldhulpverlener van uw gemeente (in België het OCMW) u kosteloos.",
)
