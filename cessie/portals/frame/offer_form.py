"""The form of an offer: what somebody types, as the neutral form, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from cessie.domain.comparison.words import EVERY, PRODUCTS, RECOURSE
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.typed import amount_of, percent_of

Kind = Literal["text", "percent", "amount", "days", "choice", "percents", "debtors"]
#: What a fee of the form is charged for, in the neutral form.
FEES: Final = {"fee_month": "month", "fee_debtor": "debtor"}
#: Fields that stand under ``outside_insurance``.
INSURANCE: Final = {"insurance_percent": "percent", "insurance_debtor": "debtor_year"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field; left empty the product's own sample holds, except where it is ``required``."""

    name: str
    label: str
    kind: Kind = "percent"
    required: bool = False
    hint: str = ""
    choices: Mapping[str, str] | None = None


FIELDS: Final = (
    Field("name", N_("Name of the offer"), "text", required=True),
    Field("factor", N_("Factor"), "text"),
    Field("product", N_("Product"), "choice", required=True, choices=PRODUCTS),
    Field("commission_percent", N_("Commission, percent"), required=True),
    Field("commission_minimum", N_("Least commission for an invoice"), "amount"),
    Field("yearly_minimum", N_("Yearly minimum"), "amount", required=True, hint=N_("0.00 where there is none.")),
    Field("margin_percent", N_("Margin over the reference rate, percent")),
    Field("facility", N_("Facility"), "amount", required=True),
    Field("advance_percent", N_("Advance rate, percent"), "percents", hint=N_("80; 85; 90: each of them is tried.")),
    Field("fund_percent", N_("Guarantee fund, percent")),
    Field("concentration_percent", N_("Most on one debtor, percent")),
    Field("recourse", N_("Recourse"), "choice", choices={code: RECOURSE[code] for code in ("FULL", "NONE")}),
    Field("recourse_days", N_("Goes back after so many days past due"), "days"),
    Field("every", N_("The factor learns of invoices"), "choice", choices=EVERY),
    Field("fee_month", N_("Fee a month"), "amount"),
    Field("fee_debtor", N_("Fee a debtor"), "amount"),
    Field("once", N_("Charged once"), "amount"),
    Field("insurance_percent", N_("Insurance of the company's own, percent of its sales")),
    Field("insurance_debtor", N_("Insurance of the company's own, a debtor and year"), "amount"),
    Field("use", N_("Wanted at most"), "amount", hint=N_("Empty: all that may be drawn.")),
    Field("without", N_("Tried also without these debtors"), "debtors", hint=N_("As the ledger numbers them: D7; D9")),
)  # fmt: skip


def told_of(typed: Mapping[str, str], fields: Sequence[Field] = FIELDS) -> dict[str, Any]:
    """The offer in the neutral form. Refused: a field that must be filled and is not, one that cannot be read."""
    values = {field.name: read(field, typed.get(field.name, "").strip()) for field in fields}
    told: dict[str, Any] = {}
    fees, insurance, variants = [], {}, {}
    for name, value in values.items():
        if not value:
            continue
        if name in FEES:
            fees.append({"per": FEES[name], "amount": value})
        elif name in INSURANCE:
            insurance[INSURANCE[name]] = value
        elif name == "without":
            tried = [{"label": ""}, {"label": f"− {', '.join(value)}", "without_debtors": value}]
            variants["debtors"] = tried
        elif name == "advance_percent" and len(value) > 1:
            variants["advance"] = [{"label": f"{each} %", "advance_percent": each} for each in value]
        else:
            told[name] = value[0] if name == "advance_percent" else value
    for name, part in (("fees", fees), ("outside_insurance", insurance), ("variants", variants)):
        if part:
            told[name] = part
    return told


def typed_of(told: Mapping[str, Any]) -> dict[str, str] | None:
    """What must be typed to get this offer; None where a form cannot say it (it came from a file)."""
    variants = told.get("variants", {})
    typed = {field.name: str(told[field.name]) for field in FIELDS if field.name in told}
    try:
        typed |= {
            name: fee["amount"] for name, per in FEES.items() for fee in told.get("fees", ()) if fee["per"] == per
        }
        insurance = told.get("outside_insurance", {})
        typed |= {name: insurance[key] for name, key in INSURANCE.items() if key in insurance}
        if "advance" in variants:
            typed["advance_percent"] = "; ".join(row["advance_percent"] for row in variants["advance"])
        if "debtors" in variants:
            typed["without"] = "; ".join(variants["debtors"][-1]["without_debtors"])
        return typed if told_of(typed) == dict(told) else None
    except (AttributeError, IndexError, KeyError, TypeError, Refusal):
        return None


def rows(typed: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The fields as the page shows them, filled with what was typed."""
    return rows_of(FIELDS, typed)


def rows_of(fields: Sequence[Field], typed: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The same of some fields."""
    for field in fields:
        yield {
            "name": field.name, "label": _(field.label), "hint": _(field.hint) if field.hint else "",
            "required": field.required, "value": typed.get(field.name, ""),
            "choices": [(code, _(label)) for code, label in (field.choices or {}).items()],
            "mode": "text" if field.kind in ("text", "percents", "debtors") else "decimal",
        }  # fmt: skip


def read(field: Field, text: str) -> Any:
    """The value as the neutral form has it; empty for what was not typed. What is wrong is said with the label."""
    if not text:
        if field.required:
            raise Refusal("broker.missing", N_("{field} is missing."), field=_(field.label))
        return ""
    try:
        return _value(field, text)
    except Refusal as no:
        raise Refusal("broker.field", N_("{field}: {why}"), field=_(field.label), why=no.reason.in_words(_)) from None


def _value(field: Field, text: str) -> Any:
    if field.kind == "percent":
        return str(percent_of(text))
    if field.kind == "amount":
        return str(amount_of(text).decimal)
    if field.kind == "percents":
        return [str(percent_of(each)) for each in text.split(";") if each.strip()]
    if field.kind == "debtors":
        return [each.strip() for each in text.split(";") if each.strip()]
    if field.kind == "days":
        if not text.isascii() or not text.isdecimal() or len(text) > 3:
            raise Refusal("broker.days", N_("{text} is no number of days."), text=text[:20])
        return int(text)
    if field.kind == "choice" and text not in (field.choices or {}):
        raise Refusal("broker.choice", N_("{text} is none of these."), text=text[:20])
    return " ".join(text.split())
