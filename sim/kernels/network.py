"""Who a person knows: a ring of neighbours with some long ties, never stored.

Ties are fixed for life, because they are computed from the numbers of the person and of the tie.
Ids run by neighbourhood, so most contacts live nearby.
"""

from __future__ import annotations

from sim.jit import rule

_MASK = 0xFFFFFFFF


@rule
def scrambled(value: int) -> int:
    """Return 32 well-mixed bits of a number (the "lowbias32" integer hash)."""
    x = value & _MASK
    x = ((x ^ (x >> 16)) * 0x7FEB352D) & _MASK
    x = ((x ^ (x >> 15)) * 0x846CA68B) & _MASK
    return x ^ (x >> 16)


@rule
def contact_of(person: int, tie: int, people: int, ties: int, share_long: float) -> int:
    """Return the number of the person at the other end of one tie.

    Parameters
    ----------
    person, tie : [integers]   Whose tie, and which: 0 to ``ties`` - 1.
    people : [count]           Size of the population.
    ties : [count]             Ties of a person.
    share_long : [0-1]         Share of ties that lead anywhere.
    """
    bits = scrambled(person * 64 + tie + 1)
    if (bits & 0xFFFF) < share_long * 65536.0:
        return (scrambled(bits + person) * people) >> 32
    half = ties // 2
    other = person + (tie - half if tie < half else tie - half + 1)
    if other < 0:
        return (other + people * ties) % people
    return other if other < people else other % people
