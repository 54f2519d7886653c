"""Words that a law itself prescribes, whatever the language of the letter."""

# ruff: noqa: E501 - a line of the law's text

from __future__ import annotations

from typing import Final

#: Code des procédures civiles d'exécution, L111-8, paragraphs 2 and 3, as R124-4 wants them reproduced (unverified: no
#: source of the house gives their text).
L111_8: Final = (
    "« Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier, sauf s'ils concernent"
    " un acte dont l'accomplissement est prescrit par la loi au créancier. Toute stipulation contraire est réputée non"
    " écrite, sauf disposition législative contraire. Cependant, le créancier qui justifie du caractère nécessaire des"
    " démarches entreprises pour recouvrer sa créance peut demander au juge de l'exécution de laisser tout ou partie des"
    " frais ainsi exposés à la charge du débiteur de mauvaise foi. »"
)
