"""What field 86 tells: five dialects and plain text.

``slash``    /EREF/, /CNTP/, /BENM//NAME/, /REMI/ ... (ING, Rabobank, ABN AMRO, Knab)
``german``   166?00...?20EREF+...?30BIC?31IBAN?32name (Sparkasse, Deutsche Bank, Commerzbank ...)
``account``  the counterparty's account and name on the first line, his words below it (SNS, ASN, ING unstructured)
``ns``       field NS of numbered lines (German and Hungarian banks)
else the words as they are. Lines are hard cuts at 65: they are joined without a blank where a line is full, then only
*known* codewords are split, since free text may hold slashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from cessie.formats.remittance import reference_of
from cessie.formats.values import Counterparty, Remittance
from cessie.lib.references import looks_like_iban, normal_iban, normal_kenmerk, normal_ogm, normal_rf

_FULL = 65
_FULL_GERMAN = 27
_SHORTEST = 15  # of an IBAN
_KENMERK = 16
_SLASH = re.compile(
    r"/(TRTP|[EPCI]REF|KREF|MARF|CSID|CNTP|BENM|ORDP|REMI|RTRN|ULT[CDB]|PURP|OCMT|EXCH|CHGS[1-5]?|BUSP|ID|TRCD|ISDT|INIT"
    r"|IBAN|BBAN|BIC|NAME|SVCL|SUM)/"
)
_GERMAN = re.compile(r"([0-9]{3})([^\w\s])(?=[0-9]{2})")
_SEPA = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP)\+")
_CODE = re.compile(r"[A-Z]{2}[0-9]{2}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_PARTIES = ("CNTP", "BENM", "ORDP")
_NONE = {"NOTPROVIDED", "NONREF", "EREF", "PREF", "MARF", "", "/"}
#: ING's transaction codes 01100 to 01599 tell what became of a collection: the R-type by their third digit.
_RETURN = re.compile(r"01([1-5])[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Told:
    """What the bank tells about an entry beside its amount and days."""

    counterparty: Counterparty = field(default_factory=Counterparty)
    remittance: Remittance = field(default_factory=Remittance)
    end_to_end_id: str | None = None
    batch_reference: str | None = None
    mandate: str | None = None
    creditor_id: str | None = None
    return_reason: str | None = None
    return_type: str | None = None
    code: str | None = None
    information: str | None = None


def join(lines: Iterable[str]) -> str:
    """Lines as one text: a full one was cut, after a short one a word has ended.

    >>> join(["x" * 65, "y", "z"])[-4:]
    'xy z'
    """
    result = ""
    for line in lines:
        result += line if len(line) >= _FULL else line.rstrip() + " "
    return re.sub(r"\s+", " ", result).strip()


def told(lines: Sequence[str], reference: str, more: Sequence[str]) -> Told:
    """``lines`` of field 86, the ``reference`` of field 61 and its supplementary lines."""
    glued = "".join(lines).strip()
    if _SLASH.match(glued):
        result = _slash(glued)
    elif german := _GERMAN.match(glued):
        result = _german(german[1], glued[3:], german[2])
    else:
        result = _plain([line for line in lines if line.strip()], reference)
    return _with_supplement(result, reference, more)


def _with_supplement(result: Told, reference: str, more: Sequence[str]) -> Told:
    """Field 61's own: the counterparty's account on its second line (Rabobank), /TRCD/ and /OCMT/ (ING)."""
    for line in more:
        if line.startswith("/"):
            code = _values("".join(more)).get("TRCD", "")
            kind = _RETURN.fullmatch(code)
            found = replace(result, code=code or result.code, return_type=kind[1] if kind else result.return_type)
            return replace(found, information="".join(more))
        if looks_like_iban(line) and not result.counterparty.iban:
            result = replace(result, counterparty=_with_account(result.counterparty, line))
    if len(reference) < _SHORTEST:
        return result
    if normal_iban(reference) and not result.counterparty.iban:
        result = replace(result, counterparty=_with_account(result.counterparty, reference))
    if len(reference) == _KENMERK and normal_kenmerk(reference) and not result.remittance.structured:
        said = replace(result.remittance, structured=reference, scheme="CUR")
        result = replace(result, remittance=said)
    return result


def _with_account(party: Counterparty, written: str) -> Counterparty:
    bare = re.sub(r"[\s.]", "", written).upper()
    return replace(party, iban=bare) if looks_like_iban(bare) else replace(party, account=written.strip() or None)


def _values(text: str) -> dict[str, str]:
    """Codewords with what follows them; the first of each counts, since a bank writes its own before the payer's words.

    >>> _values("/TRCD/00100/") == {"TRCD": "00100"}
    True
    """
    parts = _SLASH.split(text if text.endswith("/") else text + "/")
    result: dict[str, str] = {}
    for word, value in zip(parts[1::2], parts[2::2], strict=True):
        result.setdefault(word, value.removesuffix("/").strip())
    return result


def _slash(text: str) -> Told:
    values = _values(text)
    said = _remittance(values.get("REMI", ""))
    if said == Remittance():  # a party's name, then the words (Komercijalna)
        rest = next((values[word].split("/")[2:] for word in ("BENM", "ORDP") if values.get(word)), [])
        said = Remittance(text=" ".join(part.strip() for part in rest if part.strip()) or None)
    code = values.get("TRCD")
    kind = _RETURN.fullmatch(code or "")
    return Told(
        counterparty=_party(text, values),
        remittance=said,
        end_to_end_id=_or_none(values.get("EREF")),
        batch_reference=_or_none(values.get("PREF")),
        mandate=_or_none(values.get("MARF")),
        creditor_id=_or_none(values.get("CSID")),
        return_reason=_or_none(values.get("RTRN", "").partition("/")[0]),
        return_type=kind[1] if kind else None,
        code=code or values.get("TRTP"),
        information=_or_none(values.get("OCMT")),
    )


def _or_none(value: str | None) -> str | None:
    bare = (value or "").strip(" /")
    return None if bare in _NONE else bare


def _party(text: str, values: dict[str, str]) -> Counterparty:
    """ING gives account, BIC, name and city behind /CNTP/; Rabobank /BENM//NAME/; ABN AMRO /IBAN/, /BIC/, /NAME/."""
    ultimate = next((values[word] for word in ("ULTD", "ULTC", "ULTB") if values.get(word)), "")
    party = Counterparty(
        name=_or_none(values.get("NAME")), bic=_or_none(values.get("BIC")), ultimate=_or_none(ultimate.split("/")[0])
    )
    for word in _PARTIES:
        parts = [part.strip() for part in values.get(word, "").split("/")]
        if not parts[0]:
            continue
        party = _with_account(party, parts[0])
        if word == "CNTP":
            return replace(party, bic=_at(parts, 1) or party.bic, name=_at(parts, 2) or party.name)
        return replace(party, name=party.name or _at(parts, 1))
    return _with_account(party, values.get("IBAN") or values["BBAN"]) if values.keys() & {"IBAN", "BBAN"} else party


def _at(parts: Sequence[str], place: int) -> str | None:
    return (parts[place] or None) if len(parts) > place else None


def _remittance(text: str) -> Remittance:
    """USTD or nothing before free text; STRD or SCOR with issuer and reference (ING), CDTRREF (Rabobank)."""
    parts = text.split("/")
    if parts[0] in {"STRD", "SCOR"} and len(parts) > 2:
        return _structured(parts[2], parts[1])
    if "/CDTRREF/" in text:
        issuer = re.search(r"/ISSR/([^/]+)", text)
        return _structured(text.rpartition("/CDTRREF/")[2], issuer[1] if issuer else None)
    return _free(text.removeprefix("USTD").strip("/ "))


def _structured(written: str, issuer: str | None) -> Remittance:
    reference, scheme = reference_of(written.strip("/ "), issuer)
    return (
        Remittance(structured=reference, scheme=scheme) if reference else Remittance(text=written.strip("/ ") or None)
    )


def _german(code: str, text: str, separator: str) -> Told:
    """Subfields of two digits: 00 kind, 20 to 29 and 60 to 63 words, 30 bank, 31 account, 32 and 33 name."""
    parts = re.split(re.escape(separator) + r"([0-9]{2})", text)
    found: dict[str, str] = {}
    for key, value in zip(parts[1::2], parts[2::2], strict=True):
        found[key] = found.get(key, "") + value
    words = _glue(found.get(f"{key:02d}", "") for key in (*range(20, 30), *range(60, 64)))
    sepa = _SEPA.split(words)
    said = {key: value.strip() for key, value in zip(sepa[1::2], sepa[2::2], strict=True)}
    name = _glue([found.get("32", ""), found.get("33", "")])
    account = found.get("31", "").strip() or said.get("IBAN", "")
    party = Counterparty(name=name or None, bic=found.get("30", "").strip() or None, ultimate=said.get("ABWA"))
    free = said.get("SVWZ") if said else words.strip()
    return Told(
        counterparty=_with_account(party, account) if account else party,
        remittance=_free(free or sepa[0].strip()),
        end_to_end_id=_or_none(said.get("EREF")),
        batch_reference=_or_none(said.get("KREF")),
        mandate=_or_none(said.get("MREF")),
        creditor_id=_or_none(said.get("CRED")),
        code=code,
        information=found.get("00", "").strip() or None,
    )


def _glue(parts: Iterable[str]) -> str:
    """Subfields as one text: one of 27 characters was cut, after a shorter one a word has ended.

    >>> _glue(["GEBUEHREN MANUELL GG UST-FR", "EI", "KONTO"])
    'GEBUEHREN MANUELL GG UST-FREI KONTO'
    """
    return "".join(part if len(part) >= _FULL_GERMAN else part + " " for part in parts if part).strip()


def _free(text: str) -> Remittance:
    """Free text; where it is nothing but a reference with right check digits, that reference."""
    for normal, scheme in ((normal_rf, "ISO"), (normal_ogm, "BBA")):
        if text and (reference := normal(text)):
            return Remittance(structured=reference, scheme=scheme)
    return Remittance(text=text or None)


def _plain(lines: Sequence[str], reference: str) -> Told:
    """Plain words. A first token that is an account is the counterparty's; a reason code may stand before it."""
    if not lines:
        return Told()
    tokens = lines[0].split()
    coded = len(tokens) > 1 and _CODE.fullmatch(tokens[0]) and looks_like_iban(tokens[1])
    reason = tokens.pop(0) if coded else None
    head = tokens[0] if tokens else ""
    if head and head == reference:  # the account stands in field 61 too: name behind it, the payer's words below
        name = " ".join(tokens[1:]) or None
        return Told(_with_account(Counterparty(name=name), head), _free(join(lines[1:])))
    whole = _free(join(lines))
    if not looks_like_iban(head):
        return Told(remittance=whole)
    bic = tokens[1] if len(tokens) > 1 and _BIC.fullmatch(tokens[1]) else None
    return Told(_with_account(Counterparty(bic=bic), head), whole, return_reason=reason)


def numbered(lines: Sequence[str]) -> Told:
    """Field NS: 01 to 14 words, 15 and 16 the other's name, 34 his account, 17 and 22 of the bank's own."""
    found: dict[str, str] = {}
    for line in lines:
        if re.match(r"[0-9]{2}", line):
            found[line[:2]] = found.get(line[:2], "") + line[2:].strip() + " "
    name = " ".join((found.get("15", "") + found.get("16", "")).split())
    account = found.get("34", "").strip()
    words = " ".join("".join(found.get(f"{key:02d}", "") for key in range(1, 15)).split())
    party = Counterparty(name=name or None)
    return Told(_with_account(party, account) if account else party, _free(words))
