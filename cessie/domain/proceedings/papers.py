"""What the papers of a case say: instruction to the lawyer, claim statement, annexes, reply form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from cessie.domain.correspondence.rules.phrases import Phrases, phrases
from cessie.domain.documents.paper.pdf import Paper, Table, pdf_of
from cessie.domain.proceedings.conditions import Facts
from cessie.domain.proceedings.framed import framed
from cessie.domain.proceedings.models import Case
from cessie.domain.proceedings.reply_form import LANGUAGES as LANGUAGES
from cessie.domain.proceedings.reply_form import reply_form
from cessie.domain.proceedings.rules.statement import Statement
from cessie.law.procedures import procedure
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Set:
    """What the papers are made of: the case, its amounts on a day, and the files that go along."""

    case: Case
    facts: Facts
    house: str
    annexes: tuple[str, ...]
    on: date


def paper_of(name: str, of: Set, language: str) -> bytes:
    """One of ``WRITES`` as a PDF in a language."""
    with translation.override(language):
        return pdf_of(WRITES[name](of, phrases(language)))


def _paper(of: Set, say: Phrases, title: str, **more: object) -> Paper:
    return framed(of.case.dossier, of.house, of.on, say, title, procedure(of.case.procedure).title, **more)


def _instruction(of: Set, say: Phrases) -> Paper:
    found = procedure(of.case.procedure)
    conditions = [(name, each) for name, each in found.conditions.items() if each.number] or [
        (name, each) for name, each in found.conditions.items() if name in ("certain_and_due", "no_insolvency")
    ]
    rows = tuple(
        (each.number, _(each.words), _("found to hold") if name in of.facts.holds else _("to be tested by you"))
        for name, each in sorted(conditions, key=lambda pair: pair[1].number)
    )
    said = of.facts.statement
    return _paper(
        of, say, _("Instruction to the lawyer"),
        intro=(
            _("We ask you to test whether this claim can be brought, and to instruct a bailiff where it can."),
            _("To be asked: {total}. The claim statement says how it is built up, the list of annexes what shows it.")
            .format(total=say.money(said.total)),
        ),
        tables=(Table(_("Conditions"), ("", _("Condition"), _("On our side")), rows, (), (), (0, 1, 0)),),
        signed=(_("Date"), _("For the house")),
        notes=_unsure(of),
    )  # fmt: skip


def _claim_statement(of: Set, say: Phrases) -> Paper:
    said = of.facts.statement
    money = say.money
    rows = tuple(
        (line.number, say.day(line.issued), say.day(line.due), money(line.principal), money(line.interest),
         money(line.costs))
        for line in said.lines
    )  # fmt: skip
    head = (_("Invoice"), _("Dated"), _("Due"), _("Principal"), _("Interest"), _("Costs by law"))
    whole = Money.total((line.interest for line in said.lines), said.principal.currency)
    total = (_("Together"), "", "", money(said.principal), money(whole), money(said.costs))
    in_all = (_("To be paid"), money(said.total))
    return _paper(
        of, say, _("Claim statement"),
        tables=(
            Table(_("What is claimed"), head, rows, total, (3, 4, 5), (1, 0, 0, 0, 0, 0)),
            Table(_("What is asked"), ("", ""), _asked(said, say, whole), in_all, (1,), (1, 0)),
        ),
        notes=(_("Sources: {sources}").format(sources="; ".join(said.sources)), *_unsure(of)),
    )  # fmt: skip


def _asked(said: Statement, say: Phrases, whole: Money) -> tuple[tuple[str, str], ...]:
    rows = [(_("Principal"), say.money(said.principal)), (_("Interest and penalty clause"), say.money(whole))]
    if said.cap is not None:
        rows.append((_("Limit: 10 % of the principal (Judicial Code, art. 1394/20)"), say.money(said.cap)))
        rows.append((_("Given up above the limit"), say.money(said.given_up)))
    return (*rows, (_("Costs by law, beside the limit"), say.money(said.costs)))


def _annexes(of: Set, say: Phrases) -> Paper:
    rows = tuple((str(place), name) for place, name in enumerate(of.annexes, start=1))
    return _paper(
        of, say, _("List of annexes"),
        tables=(Table(_("Annexes"), (_("No."), _("File in the package")), rows, (), (), (0, 1)),),
    )  # fmt: skip


def _reply_form(of: Set, say: Phrases) -> Paper:
    return reply_form(of.case.dossier, of.case, of.facts.statement.total, of.house, of.on, say)


def _unsure(of: Set) -> tuple[str, ...]:
    """What no lawyer has confirmed for the house, in the reader's words."""
    return tuple(reason.in_words(_) for reason in procedure(of.case.procedure).unverified)


WRITES: Final = {
    "instruction": _instruction, "claim_statement": _claim_statement, "annexes": _annexes, "reply_form": _reply_form,
}  # fmt: skip
