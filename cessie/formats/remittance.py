"""What a payer said, as ISO 20022 messages carry it: references by scheme, texts cut by the bank."""

from __future__ import annotations

from cessie.lib.references import normal_kenmerk, normal_ogm, normal_rf

_CUT_LENGTHS = {35, 70, 105, 140}


def reference_of(written: str, issuer: str | None) -> tuple[str | None, str | None]:
    """Compact reference and scheme; (None, None) if it claims a scheme and its check digits are wrong.

    >>> reference_of("+++010/8068/17183+++", None), reference_of("010806817184", "BBA"), reference_of("4711", "X")
    (('010806817183', 'BBA'), (None, None), ('4711', 'X'))
    """
    if rf := normal_rf(written):
        return rf, "ISO"
    if ogm := normal_ogm(written):
        return ogm, "BBA"
    if issuer == "CUR" and (kenmerk := normal_kenmerk(written)):
        return kenmerk, "CUR"
    if issuer in {"BBA", "ISO", "CUR"}:
        return None, None
    return written, issuer


def join(parts: list[str]) -> str | None:
    """Text that the bank cut at a fixed length is joined as it was, other parts with a blank between."""
    result = previous = ""
    for part in parts:
        if result:
            result += "" if len(previous) in _CUT_LENGTHS else " "
        result += part
        previous = part
    return result or None
