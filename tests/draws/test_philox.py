"""The generator: known answers, compiled and plain alike."""

from __future__ import annotations

import numpy as np
import pytest

from sim import draws
from sim.draws import Decision, as_uniform, philox, uniform, uniform_array
from sim.jit import kernel, plain

ONES = 0xFFFFFFFF
# Counter, key and answer of Philox 4x32-10 in the "known answer tests" of Random123 1.14.
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES,) * 4, (ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_known_answers(
    counter: tuple[int, ...], key: tuple[int, int], answer: tuple[int, ...]
) -> None:
    assert plain(philox)(key[0] | key[1] << 32, *counter) == answer


@pytest.mark.parametrize("seed", [0, 1, 20020805, 2**32 - 1, 2**32, 2**63 - 1])
def test_compiled_and_plain_give_the_same_bits(seed: int) -> None:
    for counter in ((0, 0, 0, 0), (7, 1, 2, 0), (540_000, 120, 303, 11), (2**31, 2**31, 1, 1)):
        assert tuple(philox(seed, *counter)) == plain(philox)(seed, *counter)


def test_plain_arithmetic_written_out_afresh() -> None:
    """Another Philox, from the paper's definition, agrees on keys of all kinds."""
    rng = np.random.default_rng(5)
    for _ in range(200):
        counter = [int(x) for x in rng.integers(0, 2**32, 4)]
        key = [int(x) for x in rng.integers(0, 2**32, 2)]
        expected = _by_definition(counter, key)
        assert plain(philox)(key[0] | key[1] << 32, *counter) == expected


def _by_definition(counter: list[int], key: list[int]) -> tuple[int, ...]:
    (l0, r0, l1, r1), (k0, k1) = counter, key
    for _ in range(10):
        high0, low0 = divmod(l0 * 0xD2511F53, 2**32)
        high1, low1 = divmod(l1 * 0xCD9E8D57, 2**32)
        l0, r0, l1, r1 = high1 ^ r0 ^ k0, low1, high0 ^ r1 ^ k1, low0
        k0, k1 = (k0 + 0x9E3779B9) % 2**32, (k1 + 0xBB67AE85) % 2**32
    return l0, r0, l1, r1


def test_uniforms_are_strictly_between_nothing_and_one() -> None:
    assert 0.0 < plain(as_uniform)(0) < 1e-9
    assert 1.0 - 1e-9 < plain(as_uniform)(ONES) < 1.0


def test_the_array_and_the_single_draw_agree() -> None:
    agents = np.array([0, 1, 7, 4095, 4096, 539_999])
    for decision in (draws.NOTICES, draws.CASE_FALLBACK, draws.LEAVES):
        together = uniform_array(20020805, decision, agents, 24)
        alone = [uniform(20020805, decision, int(agent), 24) for agent in agents]
        lanes = [plain(philox)(20020805, int(a), 24, decision.block, 0) for a in agents]
        assert together.tolist() == alone
        assert together.tolist() == [plain(as_uniform)(four[decision.lane]) for four in lanes]


def test_order_and_company_do_not_matter() -> None:
    agents = np.arange(1000)
    forward = uniform_array(1, draws.NOTICES, agents, 3)
    assert np.array_equal(uniform_array(1, draws.NOTICES, agents[::-1], 3)[::-1], forward)
    assert np.array_equal(uniform_array(1, draws.NOTICES, agents[500:], 3), forward[500:])


def test_a_chunk_holds_the_same_numbers_as_philox() -> None:
    out = np.zeros((4, draws.CHUNK), np.int64)

    @kernel
    def fill(out: np.ndarray) -> None:
        draws.draw_chunk(out, 99, 4096, draws.CHUNK, 12, 101)

    plain(fill)(out)
    for k in (0, 1, 100, draws.CHUNK - 1):
        assert tuple(out[:, k]) == plain(philox)(99, 4096 + k, 12, 101, 0)


def test_no_two_decisions_share_a_draw() -> None:
    """A block and a lane belong to one decision, but for two taken before the first month."""
    before_the_start = {draws.STARTS_AWARE, draws.BOX_RANK}
    decisions = [d for d in vars(draws).values() if isinstance(d, Decision)]
    places = [(d.block, d.lane) for d in decisions if d not in before_the_start]
    assert len(places) == len(set(places))
    assert all(0 <= lane <= 3 for _, lane in places)
    assert draws.STARTS_AWARE.lane != draws.BOX_RANK.lane


def test_blocks_of_citizens_businesses_and_others_do_not_meet() -> None:
    users = {draws.NOTICE_BLOCK, draws.MONTH_BLOCK, draws.CASE_BLOCK}
    citizens = {draws.CITIZEN_OFFSET + block for block in users}
    businesses = {draws.BUSINESS_OFFSET + block for block in users}
    others = {draws.EMPLOYEE_BLOCK} | {
        d.block
        for d in vars(draws).values()
        if isinstance(d, Decision) and d.block >= draws.INSTITUTION_BLOCK
    }
    assert not citizens & businesses
    assert not (citizens | businesses) & others
    assert max(citizens | businesses | others) < draws.SYNTHESIS_BLOCK
