"""What may be drawn on paper: the bridge with each step, why it takes something out, and what it took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.http import HttpResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cessie.domain.availability import queries as availability
from cessie.domain.availability.models import Run
from cessie.domain.client_ledgers.queries import as_of
from cessie.domain.documents.paper.pdf import Paper, Table, pdf_of
from cessie.domain.parties.queries import house_company
from cessie.lib.money import Money
from cessie.portals.frame.bridge import Rung, rungs
from cessie.portals.frame.download import original
from cessie.portals.frame.templatetags.cessie import moment, money

#: How many of the documents of a step stand on the paper; the page and its files have the others.
SHOWN = 40


def availability_file(run: Run) -> HttpResponse:
    """The run as a PDF/A in its client's language: the same run gives the same bytes."""
    company = run.contract.client.company
    with override(company.language):
        data = pdf_of(paper_of(run))
    return original(data, "application/pdf", f"availability-{run.contract.number}-{run.run_date}")


def paper_of(run: Run) -> Paper:
    """What stands on it, in the language that is on."""
    found, company, house = availability.explained(run), run.contract.client.company, house_company()
    steps = rungs(found)
    facts = [
        (_("Client"), company.name),
        (_("Contract"), run.contract.number),
        (_("Reckoned"), str(moment(run.made_at))),
    ]
    if run.pool.submission_id is not None:
        facts.append((_("Your ledger as of"), _day(as_of(run.pool.submission_id))))
    return Paper(
        language=company.language,
        title=_("What you may draw"),
        reference=f"{run.contract.number} {run.run_date.isoformat()}",
        house=house.name if house else "",
        made=timezone.localtime(run.made_at).date(),
        facts=tuple(facts),
        tables=(_bridge(steps), *_reasons(run, steps)),
        notes=(_("Version {version} of the rules, terms of {day}.").format(
            version=run.pool.rules_version, day=_day(run.pool.version.valid_from)
        ),),
    )  # fmt: skip


def _bridge(steps: Sequence[Rung]) -> Table:
    head = (_("Step"), _("Amount"), _("Left"))
    rows = tuple(
        (step.name, _signed(step.amount, minus=not step.total), "" if step.total else money(step.left))
        for step in steps
    )
    return Table(_("From your open invoices to what you may draw"), head, rows, right=(1, 2), widths=(1, 0, 0))


def _reasons(run: Run, steps: Sequence[Rung]) -> Iterator[Table]:
    """What each step took out: customers where it looks at them, documents where it looks at those."""
    for step in steps:
        if not step.opens or step.total:
            continue
        opened = availability.opened(run, step.code)
        title = f"{step.name}. {step.todo}" if step.todo else step.name
        if opened.invoices:
            head = (_("Invoice"), _("Due"), _("Open"))
            lines = [(line.number, _day(line.due_date), money(line.amount)) for line in opened.invoices[:SHOWN]]
            more = opened.more or len(opened.invoices) > SHOWN
        else:
            head = (_("Customer"), "", _("Amount"))
            lines = [(name, "", money(amount)) for name, amount in opened.debtors[:SHOWN]]
            more = opened.more or len(opened.debtors) > SHOWN
        if more:
            lines.append((_("and others"), "", ""))
        total = (_("Total"), "", money(step.amount))
        yield Table(title, head, tuple(lines), total, right=(2,), widths=(1, 0, 0))


def _signed(amount: Money, *, minus: bool) -> str:
    return f"\N{MINUS SIGN}{money(amount)}" if minus else money(amount)


def _day(day: date) -> str:
    return formats.date_format(day, "j F Y")
