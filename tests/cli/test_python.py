"""`sim.run` from Python does what the command does."""

from __future__ import annotations

from itertools import islice

import pytest

import sim
import sim.experiments.carry
from sim import runner
from sim.runner import RunInterrupted, replicate_seed, run_scenario


@pytest.fixture(autouse=True)
def stand_in(home, monkeypatch):
    def with_stand_in(scenario, **options):
        return run_scenario(scenario, **options, model="tests.fakes:FakeModel")

    monkeypatch.setattr(runner, "run_scenario", with_stand_in)


def test_run_gives_tables_and_writes_only_if_asked(home):
    result = sim.run("plan.yaml", overrides=["run.months=3"], workers=1)
    assert result.path is None
    assert result.monthly["month"].max() == 3
    assert {path.name for path in home.iterdir()} == {"plan.yaml"}
    result = sim.run("plan.yaml", workers=1, out="o")
    assert sim.load("o").monthly.equals(result.monthly)


def test_decisions_and_ledger_read_back_bit_for_bit():
    result = sim.run("plan.yaml", workers=1, out="o")
    again = sim.load("o")
    assert again.ledger["usd"].tolist() == result.ledger["usd"].tolist()
    assert again.decisions.to_dict("list") == result.decisions.to_dict("list")
    assert again.scenario.content_hash() == result.scenario.content_hash()


def test_overrides_want_a_file():
    with pytest.raises(sim.UserError, match="with_values"):
        sim.run(sim.load_scenario("plan.yaml"), overrides=["run.months=3"])


def test_an_interrupted_run_keeps_what_is_finished(home, monkeypatch):
    carry = sim.experiments.carry.carry

    def interrupted(*args, **options):
        yield from islice(carry(*args, **options), 2)
        raise KeyboardInterrupt

    monkeypatch.setattr(sim.experiments.carry, "carry", interrupted)
    with pytest.raises(RunInterrupted) as stopped:
        sim.run("plan.yaml", out="o", workers=1)
    assert list(stopped.value.result.runs["kind"]) == ["full size"]
    assert sim.load("o").manifest["status"] == "interrupted"
    assert (home / "o/report.html").exists()


def test_seeds_share_no_replicate():
    assert replicate_seed(7, 0) == 7
    seeds = [replicate_seed(seed, replicate) for seed in range(20) for replicate in range(1, 50)]
    assert len(set(seeds)) == len(seeds)
    assert all(0 <= seed < 2**63 for seed in seeds)
