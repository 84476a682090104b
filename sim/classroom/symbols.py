"""Letters and digits that can be read aloud, and the two that catch what was misheard.

Crockford's base 32 leaves out I, L, O and U, so that nothing looks like anything else. A code ends
in two check symbols, computed in the field of 32 elements: with symbols c_i and a generator g,

    sum of g^i * c_i = 0    and    sum of g^(2i) * c_i = 0.

A single wrong symbol changes the first sum (g^i is never 0), and so does swapping two neighbours
(g^i and g^(i+1) differ), whatever the length. Other mistakes pass once in 1,024.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sim.errors import UserError

__all__ = ["ALPHABET", "GROUP", "checked", "in_groups", "read", "to_number", "to_symbols"]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP = 4
CHECKS = 2
ALIKE = str.maketrans("OIL", "011")
BETWEEN = re.compile(r"[\s\-_.\u2010-\u2015]+")
FIELD, REDUCING, ORDER = 32, 0b100101, 31  # x^5 + x^2 + 1, whose root generates the field

POWERS = [1]
while len(POWERS) < ORDER:
    _next = POWERS[-1] << 1
    POWERS.append(_next ^ REDUCING if _next & FIELD else _next)
LOGS = {power: place for place, power in enumerate(POWERS)}


def _times(a: int, b: int) -> int:
    return 0 if not a or not b else POWERS[(LOGS[a] + LOGS[b]) % ORDER]


def _sums(symbols: Sequence[int]) -> tuple[int, int]:
    """Return the two sums; places are counted from the end, where the check symbols are."""
    first = second = 0
    for place, symbol in enumerate(reversed(symbols)):
        first ^= _times(POWERS[place % ORDER], symbol)
        second ^= _times(POWERS[2 * place % ORDER], symbol)
    return first, second


def checked(symbols: Sequence[int]) -> list[int]:
    """Return symbols (0 to 31) with the two check symbols behind them."""
    first, second = _sums([*symbols, 0, 0])
    # The last two symbols, y and then x, must give x + g y = first and x + g^2 y = second.
    g, g2 = POWERS[1], POWERS[2]
    y = _times(first ^ second, POWERS[-LOGS[g ^ g2] % ORDER])
    return [*symbols, y, first ^ _times(g, y)]


def in_groups(symbols: Sequence[int]) -> str:
    """Return symbols as people write them: letters and digits in groups of four."""
    text = "".join(ALPHABET[symbol] for symbol in symbols)
    return "-".join(text[k : k + GROUP] for k in range(0, len(text), GROUP))


def read(text: str) -> list[int]:
    """Return the symbols of a code without its check symbols.

    Capitals or not, hyphens, blanks and dots between make no difference; O is read as 0, I and L
    as 1.

    Raises
    ------
    UserError : letters that no code has, a wrong number of them, or a typing mistake.
    """
    plain = BETWEEN.sub("", text.strip()).upper().translate(ALIKE)
    if not plain:
        raise UserError("the code is empty; type the groups of four that `egov class code` gave.")
    strange = [letter for letter in dict.fromkeys(plain) if letter not in ALPHABET]
    if strange:
        shown = ", ".join(repr(letter) for letter in strange[:4])
        raise UserError(
            f"the code holds {shown}, which no code has: codes are made of digits and of letters "
            "other than I, L, O and U. Compare it with the one that was handed in."
        )
    if len(plain) % GROUP:
        raise UserError(
            f"the code has {len(plain)} letters and digits, but codes come in groups of {GROUP}: "
            "one is missing, or one too many. Compare it with the one that was handed in."
        )
    symbols = [ALPHABET.index(letter) for letter in plain]
    if any(_sums(symbols)):
        raise UserError(
            "the code holds a typing mistake (its check digits do not fit). Compare it group by "
            "group with the one that was handed in."
        )
    return symbols[:-CHECKS]


def to_symbols(number: int, length: int) -> list[int]:
    """Return a number as so many symbols, the highest first."""
    return [number >> 5 * place & 31 for place in reversed(range(length))]


def to_number(symbols: Sequence[int]) -> int:
    """Return the number that symbols stand for, the highest first."""
    number = 0
    for symbol in symbols:
        number = number << 5 | symbol
    return number
