"""Numbers written with their unit: "40 hours/year", "1 million USD", "30 %".

The unit is checked against the declared one; the only conversions are per cent to a share and
the words thousand, million and billion.
"""

from __future__ import annotations

import re

from sim.parameters.catalogue import nearest

__all__ = ["parse_quantity"]

_NUMBER = r"[-+]?(?:(?:0|[1-9][0-9_]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?"
_QUANTITY = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?P<scale>thousand|million|billion)?\s*(?P<unit>.*)"
)
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_LEADING_ZERO = re.compile(r"[-+]?0\d[\d_]*")
_OTHER_BASE = re.compile(r"0[xobXOB][0-9a-fA-F_]+")
_COMMA = re.compile(r"[-+]?\d{1,3}(,\d+)+(\.\d+)?.*")
_BARE_UNITS = {"", "count", "logit", "log", "ratio", "weight", "correlation", "exponent"}


def parse_quantity(text: str, unit: str) -> float:
    """Return the number that `text` stands for in the declared `unit`.

    Raises
    ------
    ValueError : with a clause that follows the name of the setting: 'is "x", which ...'.
    """
    words = text.strip()
    match = _QUANTITY.fullmatch(words)
    if match is None or _LEADING_ZERO.fullmatch(words) or _CLOCK.fullmatch(words):
        raise ValueError(f'is "{text}", {_why_not_a_number(words)}')
    if _OTHER_BASE.fullmatch(words) or _COMMA.fullmatch(words):
        raise ValueError(f'is "{text}", {_why_not_a_number(words)}')
    number = float(match["number"].replace("_", ""))
    number *= _SCALES.get(match["scale"] or "", 1.0)
    written = match["unit"].strip()
    percent, rest = _split_percent(written)
    if percent and unit in _PERCENT_UNITS:
        declared = "" if unit in {"share", "ratio"} else unit.removeprefix("1")
        if _normal(rest) in {"", _normal(declared)}:
            return number / 100
    if written == "" or _normal(written) == _normal(unit):
        return number
    raise ValueError(f'is "{text}", but {_allowed_unit(written, unit)}')


_PERCENT_UNITS = {"share", "ratio", "1/month", "1/year", "share/year", "share/month", "probability"}


def _split_percent(written: str) -> tuple[bool, str]:
    for word in ("%", "percent", "per cent"):
        if written.lower().startswith(word):
            return True, written[len(word) :].strip()
    return False, written


def _normal(unit: str) -> str:
    """Return a unit in one spelling, so that "hours a year" and "hour/year" are the same."""
    unit = unit.lower().replace("$", "usd").replace("dollars", "usd").replace("dollar", "usd")
    unit = re.sub(r"\b(?:per|a|an)\s+", "/", unit)
    parts = [re.sub(r"\s+", "", part) for part in unit.split("/")]
    return "/".join(part if part in _NO_PLURAL else part.removesuffix("s") for part in parts)


_NO_PLURAL = {"usd", "s"}


def _allowed_unit(written: str, unit: str) -> str:
    if unit in _BARE_UNITS:
        return f'it has no unit; write the number alone, without "{written}".'
    if unit == "share":
        return f'its unit is a share: write 0.3 or "30 %", not "{written}".'
    if "won" in written.lower().split():
        return f"its unit is {unit}, not won (1,000 won = 1 USD in the case)."
    near = nearest(written, [unit])
    hint = f' Did you mean "{near}"?' if near else ""
    return f'its unit is {unit}, not "{written}".{hint}'


def _why_not_a_number(words: str) -> str:
    if _CLOCK.fullmatch(words):
        return "which is a time of day, but a number is needed."
    if _LEADING_ZERO.fullmatch(words):
        return f"which starts with a zero; write {words.lstrip('+-0') or '0'}."
    if _OTHER_BASE.fullmatch(words):
        return "which is not a decimal number; write it with the digits 0 to 9."
    if _COMMA.fullmatch(words):
        return "but a number has no comma; write 1000 or 1_000, and 0.5 with a point."
    if words.lower() in {".inf", "inf", "-.inf", ".nan", "nan", "infinity"}:
        return "but a finite number is needed."
    return "but a number is needed."
