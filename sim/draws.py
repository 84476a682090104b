"""Random numbers without a stream: every draw is a function of who decides what, and when.

``uniform(seed, decision, agent, month)`` is the whole interface. The same question always gets the
same answer, whatever else was asked before it, in any order, on any number of threads. Two worlds
with the same seed therefore give the same citizen the same luck, except where a lever changes the
decision itself. See docs/randomness.md.

The generator is Philox 4x32 with ten rounds (Salmon, Moraes, Dror & Shaw 2011, "Parallel random
numbers: as easy as 1, 2, 3"). One call gives four 32-bit numbers, its four *lanes*; a decision is
a block and a lane, so that decisions taken together share one call.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.jit import kernel, rule

_MASK = 0xFFFFFFFF
_MULTIPLIER_0 = 0xD2511F53
_MULTIPLIER_1 = 0xCD9E8D57
_WEYL_0 = 0x9E3779B9
_WEYL_1 = 0xBB67AE85
_SCALE = 1.0 / 4294967296.0

# Blocks. A population adds its own offset, so citizen 7 and business 7 have different luck.
CITIZEN_OFFSET = 0
BUSINESS_OFFSET = 100
NOTICE_BLOCK = 1
MONTH_BLOCK = 2
CASE_BLOCK = 3
EMPLOYEE_BLOCK = 200
INSTITUTION_BLOCK = 300
SYNTHESIS_BLOCK = 1000


class Decision(NamedTuple):
    """One decision point: the block it is drawn in, and the lane within it."""

    name: str
    block: int
    lane: int = 0


# Citizens and businesses, each month.
NOTICES = Decision("notices a service", NOTICE_BLOCK, 0)
WHICH_LINE = Decision("which service line is noticed", NOTICE_BLOCK, 1)
WHICH_CONTACTS = Decision("which contacts are asked", NOTICE_BLOCK, 2)
IS_TRAINED = Decision("gets a seat in the Academy Hall", NOTICE_BLOCK, 3)
NEED_COUNT = Decision("how many needs this month", MONTH_BLOCK, 0)
POSTS_PETITION = Decision("posts a petition", MONTH_BLOCK, 1)
STOPS = Decision("stops using the portal", MONTH_BLOCK, 2)
# Each case of the month (the draw's index is the number of the case).
CASE_LINE = Decision("which service line", CASE_BLOCK, 0)
CASE_CHANNEL = Decision("which channel", CASE_BLOCK, 1)
CASE_FAILURE = Decision("fails online", CASE_BLOCK, 2)
CASE_FALLBACK = Decision("falls back to phone or desk; is told of the service", CASE_BLOCK, 3)
STARTS_AWARE = Decision("knows of the services at the start", NOTICE_BLOCK, 0)
BOX_RANK = Decision("rank in television boxes", NOTICE_BLOCK, 1)
# Employees, each month.
LEAVES = Decision("leaves the service", EMPLOYEE_BLOCK, 0)
ROTATES = Decision("moves to another post", EMPLOYEE_BLOCK, 1)
IS_REPLACED = Decision("the post is filled again", EMPLOYEE_BLOCK, 3)
# Institutions.
GRANTS_REGISTER = Decision("MOIC grants a register", INSTITUTION_BLOCK + 1)
CONSENTS = Decision("a peer district consents", INSTITUTION_BLOCK + 2)
LAW_LAG = Decision("months until the law is in force", INSTITUTION_BLOCK + 3)
ASSEMBLY_GRANTS = Decision("the Assembly grants anything", INSTITUTION_BLOCK + 4, 0)
ASSEMBLY_SHARE = Decision("the share it grants", INSTITUTION_BLOCK + 4, 1)
ELECTION = Decision("election or succession", INSTITUTION_BLOCK + 5)
OVERRUN_KIND = Decision("ordinary or runaway project", INSTITUTION_BLOCK + 6, 0)
OVERRUN_SIZE = Decision("size of the overrun", INSTITUTION_BLOCK + 6, 1)
PARTNER_JOINS = Decision("a payment partner joins", INSTITUTION_BLOCK + 7, 0)
TAX_SERVICE_JOINS = Decision("the tax service joins", INSTITUTION_BLOCK + 7, 1)
INCIDENT = Decision("a security incident", INSTITUTION_BLOCK + 8, 0)
INCIDENT_SIZE = Decision("records lost", INSTITUTION_BLOCK + 8, 1)
INCIDENT_RATE = Decision("the month's incident rate", INSTITUTION_BLOCK + 8, 2)
OUTAGE = Decision("an outage", INSTITUTION_BLOCK + 9)
BID = Decision("a vendor's bid", INSTITUTION_BLOCK + 10)
BUDGET_CHANGE = Decision("the year's change of the budget", INSTITUTION_BLOCK + 11, 0)
RIVALS = Decision("a national request of this year", INSTITUTION_BLOCK + 11, 1)
WARNING = Decision("the city warns the district", INSTITUTION_BLOCK + 12)
VENDOR_LEAVES = Decision("a vendor leaves", INSTITUTION_BLOCK + 13)
POLL_ANSWERS = Decision("how many answer a poll", INSTITUTION_BLOCK + 14)


@rule
def philox(seed: int, agent: int, month: int, block: int, index: int) -> tuple[int, int, int, int]:
    """Return four 32-bit integers for one key (Philox 4x32-10).

    Written so that 64-bit machine integers and Python's own give the same bits: every product is
    masked after its shift, which hides the sign.
    """
    key0 = seed & _MASK
    key1 = (seed >> 32) & _MASK
    c0 = agent & _MASK
    c1 = month & _MASK
    c2 = block & _MASK
    c3 = index & _MASK
    for _ in range(10):
        product0 = c0 * _MULTIPLIER_0
        product1 = c2 * _MULTIPLIER_1
        c0 = ((product1 >> 32) & _MASK) ^ c1 ^ key0
        c1 = product1 & _MASK
        c2 = ((product0 >> 32) & _MASK) ^ c3 ^ key1
        c3 = product0 & _MASK
        key0 = (key0 + _WEYL_0) & _MASK
        key1 = (key1 + _WEYL_1) & _MASK
    return c0, c1, c2, c3


@rule
def as_uniform(bits: int) -> float:
    """Return a number strictly between 0 and 1 from 32 random bits."""
    return (bits + 0.5) * _SCALE


CHUNK = 256
"""Agents whose draws are made together; the processor then makes several at a time."""


@rule
def draw_chunk(
    out: npt.NDArray[np.int64], seed: int, first: int, count: int, month: int, block: int
) -> None:
    """Write the four lanes of ``count`` agents from ``first`` on into ``out``, shape (4, CHUNK).

    The same numbers as ``philox`` gives one by one; only quicker.
    """
    for k in range(count):
        lanes = philox(seed, first + k, month, block, 0)
        out[0, k] = lanes[0]
        out[1, k] = lanes[1]
        out[2, k] = lanes[2]
        out[3, k] = lanes[3]


@kernel
def _fill(
    seed: int,
    block: int,
    lane: int,
    agents: npt.NDArray[np.int64],
    month: int,
    out: npt.NDArray[np.float64],
) -> None:
    for k in range(len(agents)):
        lanes = philox(seed, int(agents[k]), month, block, 0)
        out[k] = as_uniform(lanes[lane])


@kernel
def uniform_of(seed: int, block: int, lane: int, agent: int, month: int) -> float:
    """Return one uniform draw by the numbers of block and lane (see ``uniform``)."""
    return as_uniform(philox(seed, agent, month, block, 0)[lane])


def uniform_array(
    seed: int, decision: Decision, agents: npt.ArrayLike, month: int = 0
) -> npt.NDArray[np.float64]:
    """Return one uniform draw for each agent, shape ``(len(agents),)``, in (0, 1).

    Parameters
    ----------
    seed : [0, 2**63)      The run's seed, or the population's.
    decision :             What is decided.
    agents : [integers]    Numbers of the deciders.
    month :                Number of the month; 0 before the start.
    """
    who = np.ascontiguousarray(agents, dtype=np.int64)
    out = np.empty(len(who), dtype=np.float64)
    _fill(seed, decision.block, decision.lane, who, month, out)
    return out


def uniform(seed: int, decision: Decision, agent: int, month: int) -> float:
    """Return the uniform draw of one agent for one decision in one month, in (0, 1)."""
    return float(uniform_of(seed, decision.block, decision.lane, agent, month))


def synthesis(number: int, name: str) -> Decision:
    """Return the decision point of one attribute drawn when a population is built."""
    return Decision(name, SYNTHESIS_BLOCK + number // 4, number % 4)
