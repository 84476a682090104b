"""A changed policy and a changed assumption, told apart in shipped scenarios too."""

from __future__ import annotations

import pytest

from sim.app.bases import bases
from sim.app.state import parse
from sim.app.twins import STAGES, all_tasks, stage_of, worlds_of
from sim.app.worlds import in_world, is_same_strategy, is_same_world
from sim.scenario import load_scenario
from tests.app.serving import small

ANOTHER_WORLD = ["as_printed", "uncertain", "question/2/vision_without_the_law",
                 "question/9/several_high", "question/14/staff_elsewhere"]  # fmt: skip
ANOTHER_POLICY = ["training_first", "question/4/shared_data", "question/9/several_high",
                  "question/14/data_elsewhere"]  # fmt: skip


@pytest.mark.parametrize("name", bases())
def test_the_reference_laid_in_the_world_of_each_scenario(name):
    worlds = worlds_of(parse(small(name)))
    own, beside = worlds["yours"].scenario, worlds["baseline"].scenario
    if "assumption" not in worlds:
        assert is_same_world(own, beside)
        return
    laid = worlds["assumption"].scenario
    assert is_same_world(laid, own)
    assert is_same_strategy(laid, beside)
    assert (laid.content_hash() == own.content_hash()) is is_same_strategy(own, beside)


@pytest.mark.parametrize("name", ANOTHER_WORLD)
def test_a_shipped_scenario_of_another_world_has_the_line_of_an_assumption(name):
    assert "assumption" in worlds_of(parse(small(name)))


def test_what_is_one_run_is_done_once():
    tasks = all_tasks(list(worlds_of(parse(small("as_printed"))).values()), STAGES[0])
    assert len(tasks) == 3
    assert len({task.key for task in tasks}) == 2


def test_an_assumption_moved_in_a_scenario_of_another_world_is_no_policy(server):
    state = small("as_printed", district__people__demand__failure_online=0.2)
    found = server.post("/api/run", {"state": state, "stage": 0}).json
    assert found["changed"] == {"policy": False, "assumption": True}
    assert found["lines"]["yours"] == found["lines"]["assumption"]
    assert {row["verdict"] for row in found["headline_of_policy"]} == {"equal"}


@pytest.mark.parametrize("name", ANOTHER_POLICY)
def test_a_shipped_strategy_is_a_changed_policy(server, name):
    found = server.post("/api/run", {"state": small(name), "stage": 0}).json
    assert found["changed"]["policy"] is True


def test_dated_levers_go_with_the_mayor_and_shocks_with_the_world():
    vision = load_scenario("scenarios/questions/q02/vision.yaml")
    history = load_scenario("scenarios/history.yaml")
    laid = in_world(vision, history)
    assert laid.strategies_by_month(60)[-1] == vision.strategies_by_month(60)[-1]
    months = range(1, 241)
    assert [laid.shocks_at(m) for m in months] == [history.shocks_at(m) for m in months]
    facts = [[e.open for e in laid.facts_at(m)] for m in months]
    assert facts == [[e.open for e in history.facts_at(m)] for m in months]
    assert laid.run == history.run


def test_a_large_sample_ends_where_the_smallest_district_does(server):
    few = {"district__residents": 12_000, "district__businesses": 900}
    state = small(**few, months=2) | {"sample": 5_000}
    found = server.post("/api/run", {"state": state, "stage": 3}).json
    assert found["sample"] == 12_000
    command = server.post("/api/take/command", {"state": state, "stage": 3}).json["text"]
    assert "--sample 12000" in command
    both = [state, small("training_first", months=2) | {"sample": 5_000}]
    assert server.post("/api/compare", {"states": both, "stage": 3}).json["sample"] == 12_000


def test_no_stage_has_more_firms_than_are_allowed():
    crowded = {"district__residents": 20_000, "district__businesses": 200_000}
    state = parse(small(**crowded) | {"sample": 5_000})
    assert stage_of(state, 3).sample_of(state) == 5_000
    assert stage_of(parse(small() | {"sample": 5_000}), 3).sample == 20_000
