"""One person's cases done again by the kernel are those that the model has."""

from __future__ import annotations

import pytest

from sim.experiments.twin_cases import WRITTEN, cases_of, cases_words
from tests.worlds import digests_now, small_world


@pytest.mark.parametrize("is_business", [False, True])
def test_they_are_the_months_own_cases(is_business):
    world = small_world(sample=600, months=18, replicate=1)
    agents = world.businesses if is_business else world.citizens
    who = [0, 7, len(agents) // 2, len(agents) - 1]
    found, wrong = [], []

    def watch(step):
        if step.name == "notice":
            before = digests_now(world)
            found.clear()
            for number in who:
                wrote: dict = {}
                found.append((number, cases_of(world, number, is_business, wrote), wrote))
            assert digests_now(world) == before, "looking on changes nothing"
        if step.name == "needs":
            for number, cases, wrote in found:
                one = agents[number]
                real = {name: getattr(one, name) for name in WRITTEN}
                if real != wrote or sum(some.count for some in cases) != one.month_cases:
                    wrong.append((world.month, number))
                online = sum(some.how.get("online", 0) for some in cases)
                vain = sum(k for some in cases for way, k in some.how.items() if "vain" in way)
                assert (online, vain) == (one.month_online, one.month_failures)

    world.after_step = watch
    world.run()
    assert wrong == []


def test_in_words():
    world = small_world(sample=600, months=3, replicate=1)
    said = set()

    def watch(step):
        if step.name == "notice":
            said.update(cases_words(cases_of(world, k, True)) for k in range(30))

    world.after_step = watch
    world.run()
    assert "no case" in said
    assert any("at the desk" in words for words in said)
