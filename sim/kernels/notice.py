"""Step "notice": access, certificates, training, and what people come to know (A1-A4, W1-W3)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy.typing as npt

from sim.draws import NOTICE_BLOCK, as_uniform, philox
from sim.jit import kernel, rule
from sim.kernels.network import contact_of
from sim.rules.access import (
    has_access,
    has_certificate,
    skill_after_training,
    training_opens_access,
)
from sim.rules.awareness import (
    notice_hazard_per_month,
    probability_of_notice,
    word_of_mouth_pull,
)

BLOCK = 4096
"""Agents in one block of work."""

LINES = 11
"""Service lines."""


class NoticeRates(NamedTuple):
    """The parameters of this step, as plain numbers."""

    campaign_per_year: float
    peers_per_year: float
    contacts: int
    ties: int
    share_long: float
    weight_of_bad: float
    probability_gains: float


@rule
def count_bits(bits: int) -> int:
    """Return how many of the first lines' bits are set."""
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count


@rule
def nth_bit(bits: int, n: int) -> int:
    """Return the place of the n-th set bit, counted from 0."""
    place = 0
    while True:
        if bits & 1:
            if n == 0:
                return place
            n -= 1
        bits >>= 1
        place += 1


@rule
def pull_on(
    person: int, line: int, bits: int, rates: NoticeRates, people: int, voice: Any, used_lines: Any
) -> float:
    """Return what this month's contacts say of one line (rule W1 over the contacts asked)."""
    good = 0.0
    bad = 0.0
    for _ in range(rates.contacts):
        other = contact_of(person, bits % rates.ties, people, rates.ties, rates.share_long)
        bits //= rates.ties
        said = int(voice[other])
        if said != 0 and (int(used_lines[other]) >> line) & 1:
            if said > 0:
                good += 1.0
            else:
                bad += 1.0
    return word_of_mouth_pull(good, bad, float(rates.contacts), rates.weight_of_bad)


@kernel
def notice(
    first: int,
    last: int,
    seed: int,
    offset: int,
    month: int,
    rates: NoticeRates,
    online_lines: int,
    share_online: npt.NDArray[Any],
    share_certified: npt.NDArray[Any],
    seat_probability: npt.NDArray[Any],
    intensity: npt.NDArray[Any],
    access_rank: npt.NDArray[Any],
    access_group: npt.NDArray[Any],
    certificate_rank: npt.NDArray[Any],
    cell: npt.NDArray[Any],
    voice: npt.NDArray[Any],
    used_lines: npt.NDArray[Any],
    referred_lines: npt.NDArray[Any],
    is_online: npt.NDArray[Any],
    certified: npt.NDArray[Any],
    helped: npt.NDArray[Any],
    skill: npt.NDArray[Any],
    aware_lines: npt.NDArray[Any],
) -> None:
    """Bring people online, train them, and let one unknown service come to notice.

    The last five arrays are written; each agent writes its own row only. Of others it reads
    ``voice`` and ``used_lines``, which another step writes.
    """
    people = len(access_rank)
    for i in range(first, min(last, people)):
        group = int(access_group[i])
        seat = float(seat_probability[int(cell[i])])
        known = int(aware_lines[i]) | int(referred_lines[i])
        unknown = online_lines & ~known
        was_online = int(is_online[i]) != 0
        if unknown != 0 or (seat > 0.0 and not was_online):
            lanes = philox(seed, i, month, offset + NOTICE_BLOCK, 0)
            if seat > 0.0 and not was_online:
                draw = as_uniform(lanes[3])
                if draw < seat:
                    skill[i] = skill_after_training(float(skill[i]))
                if training_opens_access(draw, seat, rates.probability_gains):
                    helped[i] = 1
            if unknown != 0:
                lines = count_bits(unknown)
                line = nth_bit(unknown, lanes[1] % lines)
                pull = pull_on(i, line, lanes[2], rates, people, voice, used_lines)
                hazard = notice_hazard_per_month(
                    rates.campaign_per_year, float(intensity[line]), rates.peers_per_year, pull
                )
                if as_uniform(lanes[0]) < probability_of_notice(hazard, lines):
                    known |= 1 << line
        aware_lines[i] = known
        online = has_access(float(access_rank[i]), float(share_online[group]), int(helped[i]) != 0)
        is_online[i] = 1 if online else 0
        holds = has_certificate(online, float(certificate_rank[i]), float(share_certified[group]))
        certified[i] = 1 if holds else 0
