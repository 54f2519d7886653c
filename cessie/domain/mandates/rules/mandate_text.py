"""The words that a debtor signs, by scheme and language, with their version. Pure data.

Source: the texts that the EPC rulebooks prescribe for mandates (Core 4.7.2, B2B 4.7.2) in the form used by banks in
Belgium and France. A change of a word is another version; what was signed keeps its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

VERSION: Final = "2026-11"
LANGUAGES: Final = ("en", "nl", "fr")


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on a mandate beside its facts."""

    title: str
    authorise: str
    rights: str
    consent: str
    reference: str
    creditor: str
    identifier: str
    debtor: str
    holder: str
    account: str
    kind: str
    recurring: str
    once: str
    signer: str
    signed: str
    fingerprint: str
    evidence: str


_EN = Words(
    title="SEPA direct debit mandate",
    authorise=(
        "By signing this mandate form, you authorise (A) {creditor} to send instructions to your bank to debit your"
        " account and (B) your bank to debit your account in accordance with the instructions from {creditor}."
    ),
    rights=(
        "As part of your rights, you are entitled to a refund from your bank under the terms and conditions of your"
        " agreement with your bank. A refund must be claimed within 8 weeks starting from the date on which your"
        " account was debited."
    ),
    consent="I have read the mandate and sign it.",
    reference="Mandate reference", creditor="Creditor", identifier="Creditor identifier", debtor="Debtor",
    holder="Holder of the account", account="Account", kind="Type of payment", recurring="Recurrent", once="One-off",
    signer="Signed by", signed="Signed on", fingerprint="Fingerprint of what was shown (SHA-256)",
    evidence="The evidence is attached to this document as evidence.json.",
)  # fmt: skip
_NL = Words(
    title="Europees domiciliëringsmandaat (SEPA)",
    authorise=(
        "Door dit mandaat te ondertekenen geeft u toestemming aan (A) {creditor} om opdrachten te sturen naar uw bank"
        " om uw rekening te debiteren en (B) uw bank om uw rekening te debiteren volgens de opdrachten van {creditor}."
    ),
    rights=(
        "U hebt recht op een terugbetaling door uw bank volgens de voorwaarden van uw overeenkomst met de bank. Een"
        " terugbetaling moet u aanvragen binnen 8 weken na de datum waarop uw rekening werd gedebiteerd."
    ),
    consent="Ik heb het mandaat gelezen en teken het.",
    reference="Mandaatreferte", creditor="Schuldeiser", identifier="Identificatie van de schuldeiser",
    debtor="Debiteur", holder="Titularis van de rekening", account="Rekening", kind="Soort betaling",
    recurring="Terugkerend", once="Eenmalig", signer="Getekend door", signed="Getekend op",
    fingerprint="Vingerafdruk van wat getoond werd (SHA-256)",
    evidence="Het bewijs is als evidence.json bij dit document gevoegd.",
)  # fmt: skip
_FR = Words(
    title="Mandat de prélèvement SEPA",
    authorise=(
        "En signant ce formulaire de mandat, vous autorisez (A) {creditor} à envoyer des instructions à votre banque"
        " pour débiter votre compte, et (B) votre banque à débiter votre compte conformément aux instructions de"
        " {creditor}."
    ),
    rights=(
        "Vous bénéficiez du droit d’être remboursé par votre banque selon les conditions décrites dans la convention"
        " que vous avez passée avec elle. Toute demande de remboursement doit être présentée dans les 8 semaines"
        " suivant la date de débit de votre compte."
    ),
    consent="J’ai lu le mandat et je le signe.",
    reference="Référence du mandat", creditor="Créancier", identifier="Identifiant du créancier", debtor="Débiteur",
    holder="Titulaire du compte", account="Compte", kind="Type de paiement", recurring="Récurrent", once="Ponctuel",
    signer="Signé par", signed="Signé le", fingerprint="Empreinte de ce qui a été montré (SHA-256)",
    evidence="Les preuves sont jointes à ce document (evidence.json).",
)  # fmt: skip
WORDS: Final[Mapping[str, Words]] = {"en": _EN, "nl": _NL, "fr": _FR}
#: Between businesses nothing is paid back.
B2B_RIGHTS: Final[Mapping[str, str]] = {
    "en": (
        "This mandate is only intended for business-to-business transactions. You are not entitled to a refund from"
        " your bank after your account has been debited, but you are entitled to request your bank not to debit your"
        " account up until the day on which the payment is due."
    ),
    "nl": (
        "Dit mandaat geldt enkel voor verrichtingen tussen ondernemingen. U hebt geen recht op terugbetaling door uw"
        " bank nadat uw rekening werd gedebiteerd, maar u mag uw bank tot de vervaldag vragen om niet te debiteren."
    ),
    "fr": (
        "Ce mandat est dédié aux prélèvements SEPA interentreprises. Vous n’êtes pas en droit de demander à votre"
        " banque le remboursement d’un prélèvement une fois que le montant est débité de votre compte, mais vous"
        " pouvez demander à votre banque de ne pas débiter votre compte jusqu’au jour de l’échéance."
    ),
}


def words(language: str) -> Words:
    """The words in a language; English for one that we do not write."""
    return WORDS.get(language, _EN)


def text_of(scheme: str, language: str, creditor: str) -> tuple[str, str]:
    """What the debtor authorises, and what his rights are."""
    said = words(language)
    spoken = language if language in WORDS else "en"
    return said.authorise.format(creditor=creditor), B2B_RIGHTS[spoken] if scheme == "B2B" else said.rights
