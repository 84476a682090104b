"""Step "notice": access, certificates, training, and what people come to know (A1-A4, W1-W3)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.draws import CHUNK, NOTICE_BLOCK, as_uniform, draw_chunk
from sim.jit import kernel, real, rule
from sim.kernels.network import contact_of, scrambled
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
    offline_reach: float


@rule
def count_bits(bits: int) -> int:
    """Return how many of the lowest sixteen bits are set."""
    x = bits - ((bits >> 1) & 0x5555)
    x = (x & 0x3333) + ((x >> 2) & 0x3333)
    x = (x + (x >> 4)) & 0x0F0F
    return (x + (x >> 8)) & 0x1F


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
    """Return what this month's contacts say of one line (rule W1 over the contacts asked).

    Praise is for a line that the contact has used; a bad experience is told of them all.
    """
    good = 0.0
    bad = 0.0
    for _ in range(rates.contacts):
        tie = ((bits & 0xFFFF) * rates.ties) >> 16
        bits = scrambled(bits + 1)
        other = contact_of(person, tie, people, rates.ties, rates.share_long)
        said = int(voice[other])
        if said < 0:
            bad += 1.0
        elif said > 0 and (int(used_lines[other]) >> line) & 1:
            good += 1.0
    return word_of_mouth_pull(good, bad, float(rates.contacts), rates.weight_of_bad)


@rule
def chance_of_notice(rates: NoticeRates, campaign: float, pull: float, lines: int) -> float:
    """Return the chance that the line looked at is noticed (rules W2 and W3)."""
    hazard = notice_hazard_per_month(rates.campaign_per_year, campaign, rates.peers_per_year, pull)
    return probability_of_notice(hazard, lines)


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
    draws = np.empty((4, CHUNK), np.int64)
    end = min(last, people)
    campaign = 0.0
    for line in range(LINES):
        campaign = max(campaign, real(intensity[line]))
    most = notice_hazard_per_month(rates.campaign_per_year, campaign, rates.peers_per_year, 1.0)
    for start in range(first, end, CHUNK):
        count = min(CHUNK, end - start)
        draw_chunk(draws, seed, start, count, month, offset + NOTICE_BLOCK)
        for k in range(count):
            i = start + k
            group = int(access_group[i])
            was_online = int(is_online[i]) != 0
            known = int(aware_lines[i]) | int(referred_lines[i])
            unknown = online_lines & ~known
            if not was_online:
                seat = real(seat_probability[int(cell[i])])
                draw = as_uniform(int(draws[3, k]))
                if draw < seat:
                    skill[i] = skill_after_training(real(skill[i]))
                if training_opens_access(draw, seat, rates.probability_gains):
                    helped[i] = 1
            if unknown != 0:
                lines = count_bits(unknown)
                draw = as_uniform(int(draws[0, k]))
                # A chance is never above its hazard: contacts are asked only where the best
                # report on the line most campaigned for could decide.
                if draw < most * lines:
                    line = nth_bit(unknown, (int(draws[1, k]) * lines) >> 32)
                    campaign = real(intensity[line])
                    if not was_online:
                        campaign *= rates.offline_reach
                    bits = int(draws[2, k])
                    pull = pull_on(i, line, bits, rates, people, voice, used_lines)
                    if draw < chance_of_notice(rates, campaign, pull, lines):
                        known |= 1 << line
            aware_lines[i] = known
            helped_now = int(helped[i]) != 0
            online = has_access(real(access_rank[i]), real(share_online[group]), helped_now)
            is_online[i] = 1 if online else 0
            rank = real(certificate_rank[i])
            holds = has_certificate(online, rank, real(share_certified[group]))
            certified[i] = 1 if holds else 0
