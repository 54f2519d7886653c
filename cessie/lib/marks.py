"""The marks by which a company is known, and where one of them stands in a text, however it is written.

>>> house = marks(names=["Huis van Krediet NV"], numbers=["BE0123456749"], domains=["huis.example"])
>>> said = ("H U I S van Krédiet", "be 0123.456.749", "an@huis.example")
>>> [mark.kind for text in said if (mark := mark_in(text, house))]
['name', 'number', 'domain']
>>> mark_in("Een huis kopen met krediet: 0123 456 748", house) is None
True
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import unquote

Kind = Literal["name", "number", "account", "bank", "domain", "street", "phone"]

#: Endings of company names: they alone betray nobody.
_FORMS: Final = frozenset(
    ("nv", "sa", "bv", "srl", "bvba", "sprl", "cv", "cvba", "sc", "scrl", "sas", "sasu", "sarl", "eurl", "gmbh", "ag",
     "ltd")
)  # fmt: skip
#: Mail providers of everybody: under their names the whole address is the mark.
PROVIDERS: Final = frozenset(
    ("gmail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "proton.me", "telenet.be",
     "skynet.be", "proximus.be", "ziggo.nl", "kpnmail.nl", "planet.nl", "orange.fr", "wanadoo.fr", "free.fr",
     "laposte.net")
)  # fmt: skip
#: Signs that decomposing does not turn into plain letters (as the SEPA character set writes them).
_PLAIN: Final = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ß": "ss"})
#: From this many letters on a name is known inside a longer word too.
_LONG: Final = 9
#: Fewer signs of a number betray nobody.
_LEAST: Final = 7
#: Accents that stand apart from their letter, and signs without a shape of their own.
_UNSEEN: Final = re.compile(
    "[\u00ad\u0300-\u036f\u1ab0-\u1aff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u20d0-\u20ff\ufe20-\ufe2f\ufeff]"
)
#: A letter or digit; a digit; a sign of a domain's part.
_SIGN, _DIGIT, _LABEL = r"[^\W_]", r"\d", r"[\w-]"
_HEX: Final = re.compile(r"=([0-9A-Fa-f]{2})")
_WRAPPED: Final = re.compile(r"[&%=\\]")
_ESCAPE: Final = re.compile(r"\\u[0-9a-fA-F]{4}")


@dataclass(frozen=True, slots=True)
class Mark:
    """``said``: as people write it; ``pattern``: every way in which it is written, in a folded text."""

    kind: Kind
    said: str
    pattern: re.Pattern[str]


def marks(
    *,
    names: Iterable[str] = (),
    numbers: Iterable[str] = (),
    accounts: Iterable[str] = (),
    banks: Iterable[str] = (),
    domains: Iterable[str] = (),
    streets: Iterable[str] = (),
    phones: Iterable[str] = (),
) -> tuple[Mark, ...]:
    """``numbers``: of registers and for VAT; ``accounts``: IBANs; ``banks``: BICs that are nobody else's here;
    ``domains``: of mail and pages; ``streets``: with the number of the house. Blank ones mark nothing."""
    found = [_name(each) for each in names]
    found += [mark for each in numbers for mark in _number("number", each)]
    found += [mark for each in accounts for mark in _number("account", each)]
    found += [_spaced("bank", each[:8], tail="(?:xxx|[a-z0-9]{3})?") for each in banks if len(each) >= 8]
    found += [_domain(each) for each in domains]
    found += [_spaced("street", each) for each in streets if re.search(r"\d", each)]
    found += [mark for each in phones for mark in _phone(each)]
    return tuple(dict.fromkeys(mark for mark in found if mark is not None))


def mark_in(text: str, of: Sequence[Mark]) -> Mark | None:
    """The first of the marks that stands in a text; as it is, or written for HTML, URLs, JSON or mail."""
    for view in dict.fromkeys(_views(text)):
        for mark in of:
            if mark.pattern.search(view):
                return mark
    return None


def folded(text: str) -> str:
    """Small letters without accents, ligatures and signs that nobody sees.

    >>> folded("Krédiet\\u00adBÜRO \\ufb01n")
    'kredietburo fin'
    """
    if text.isascii():
        return text.lower()
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN)))


def _views(text: str) -> Iterator[str]:
    """The text itself, and with every wrapping of single signs undone."""
    yield folded(text)
    if not _WRAPPED.search(text):
        return
    undone = html.unescape(text.replace("=\r\n", "").replace("=\n", ""))
    undone = _HEX.sub(r"%\1", undone) if _HEX.search(undone) else undone
    undone = unquote(undone, errors="replace") if "%" in undone else undone
    undone = _ESCAPE.sub(_escaped, undone) if "\\u" in undone else undone
    yield folded(undone)


def _escaped(found: re.Match[str]) -> str:
    return str(json.loads(f'"{found[0]}"'))


def _name(name: str) -> Mark | None:
    """A name without the company's form, its letters joined, spaced or broken in any way."""
    words = re.findall(r"\w+", re.sub(r"\b(\w)\.(?=\w\b)", r"\1", folded(name)))
    return _spaced("name", " ".join(word for word in words if word not in _FORMS))


def _spaced(kind: Kind, said: str, tail: str = "") -> Mark | None:
    """Its letters and digits in their order, with anything but those between them."""
    signs = re.sub(r"[\W_]", "", folded(said))
    if len(signs) < 3:
        return None
    core = r"[\W_]*".join(map(re.escape, signs)) + tail
    whole = core if kind == "name" and len(signs) >= _LONG else _alone(core, _SIGN)
    return Mark(kind, said, re.compile(whole))


def _alone(core: str, other: str) -> str:
    """A pattern beside which no ``other`` sign stands: asked behind its first sign, for which is looked quickly."""
    return rf"{core[0]}(?<!{other}{core[0]}){core[1:]}(?!{other})"


def _number(kind: Kind, number: str) -> Iterator[Mark]:
    """The number with and without its country, and for an IBAN without its check digits; separated or not."""
    whole = re.sub(r"[\W_]", "", folded(number))
    inner = re.sub(r"^[a-z]{2}", "", whole)
    cores = {inner, re.sub(r"^0", "", inner)} if kind == "number" else {inner, inner[2:]}
    if kind == "number" and whole.startswith("fr"):
        cores.add(inner[2:])  # the SIREN in a French VAT number
    if kind == "number" and whole.startswith("nl"):
        cores.add(inner.partition("b")[0])  # the RSIN in a Dutch one
    for core in sorted(cores):
        if sum(c.isdigit() for c in core) >= _LEAST:
            yield Mark(kind, number, re.compile(_alone(_parted(core), _DIGIT)))


def _phone(number: str) -> Iterator[Mark]:
    """A number of a phone, abroad and at home: what stands behind the code of the country, or the nought."""
    digits = re.sub(r"\D", "", number)
    core = re.sub(r"^(00)?(31|32|33|352|49)", "", digits) if number.strip().startswith(("+", "00")) else digits[1:]
    if len(core) >= _LEAST:
        yield Mark("phone", number, re.compile(rf"{_parted(core)}(?!\d)"))


def _parted(core: str) -> str:
    return r"[\s.\-/()]*".join(map(re.escape, core))


def _domain(domain: str) -> Mark | None:
    """A domain with all that stands before it; a whole address stays one."""
    said = folded(domain).strip().strip(".")
    if len(said) < 4:
        return None
    return Mark("domain", said, re.compile(_alone(re.escape(said), _LABEL)))
