"""The EMA Workbench does our runs: the same bits, its analyses as they are, and no run hangs it."""

from __future__ import annotations

import random
import warnings
from pathlib import Path

import numpy as np
import pytest

from sim.errors import RunFailed, UserError

pytest.importorskip("ema_workbench")

from ema_workbench import Policy, Samplers, ScalarOutcome, perform_experiments
from ema_workbench.analysis import feature_scoring, prim

from sim.execution.crew import SerialCrew
from sim.experiments.carry import carry_out
from sim.experiments.ema import ema_evaluator, ema_model
from sim.experiments.plan import Plan, Point
from sim.scenario import load_scenario, posterior
from tests.experiments.front_model import FAILURE, FUNDS, HOURS

MODELS = "tests.experiments.front_model"
SPREADS = {
    FAILURE: "{uniform: [0.05, 0.4]}",
    "district.people.awareness.contacts_per_month": "{uniform: [1, 5]}",
    "district.people.trust.gain": "{normal: [0.03, 0.02]}",
    "district.people.trust.loss": "{triangular: [0.02, 0.06, 0.1]}",
}
LEVERS = {FUNDS: (0, 2_000_000), HOURS: (0, 40)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    lines = [f"  {name}: {spread}" for name, spread in SPREADS.items()]
    file = tmp_path / "spread-out.yaml"
    file.write_text("schema: 1\nuncertain:\n" + "\n".join(lines) + "\nrun: {months: 1}\n")
    return file


def front_model(path: Path, which: str = "FrontModel", **settings):
    return ema_model(
        path, **{"levers": LEVERS, "replications": 2, "model": f"{MODELS}:{which}", **settings}
    )


def done(model, workers: int = 1, **settings):
    np.random.seed(1)  # what the Workbench samples with
    with ema_evaluator(model, workers=workers) as evaluator:
        return evaluator.perform_experiments(**{"scenarios": 12, "policies": 3, **settings})


# What the model is made of -------------------------------------------------------------------


def test_spreads_become_uncertainties_and_levers_levers(path):
    model = front_model(path)
    assert model.name == "egovspreadout"
    assert {each.name for each in model.uncertainties} == {
        "failure_online", "contacts_per_month", "gain", "loss"
    }  # fmt: skip
    assert model.uncertainties["failure_online"].variable_name == [FAILURE]
    assert model.levers["training_hours_clerk"].upper_bound == 40
    assert all(each.name.isidentifier() for each in [*model.uncertainties, *model.levers])
    kinds = {outcome.name: outcome.kind for outcome in model.outcomes}
    assert kinds["adoption_share"] == ScalarOutcome.MAXIMIZE
    assert kinds["spending_cum_usd"] == ScalarOutcome.MINIMIZE


def test_samples_keep_to_the_spreads(path):
    experiments, _ = done(front_model(path), scenarios=40, policies=1)
    assert set(experiments["contacts_per_month"]) == {1, 2, 3, 4, 5}
    assert experiments["gain"].between(0, 0.09).all()  # three deviations, and never below zero
    assert experiments["loss"].between(0.02, 0.1).all()
    assert experiments["failure_online"].between(0.05, 0.4).all()


def test_values_of_all_kinds_come_through(path):
    mode, guarantee = "strategy.consolidation.data_mode", "strategy.capacity.job_guarantee"
    seats = "strategy.participation.academy_seats"
    levers = {mode: ["request", "shared"], guarantee: [True, False], seats: (100, 200)}
    model = front_model(path, levers=levers)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # a refused value would be a failed run
        experiments, outcomes = done(model, policies=6, scenarios=1)
    assert set(experiments["data_mode"]) == {"request", "shared"}
    assert experiments["job_guarantee"].dtype == bool
    assert experiments["academy_seats"].dtype == int
    assert np.isfinite(outcomes["adoption_share"]).all()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"outcomes": ["adoption"]}, "adoption_share"),
        ({"year": 12}, "year 12 is not within the run"),
        ({"levers": ["strategy.capacity.manual=0:1"]}, "strategy.capacity.manuals"),
        ({"replications": 0}, "at least one run"),
    ],
)
def test_what_is_wrong_is_said(path, settings, words):
    with pytest.raises(UserError, match=words):
        front_model(path, **settings)


def test_nothing_to_explore_is_said():
    with pytest.raises(UserError, match="nothing under `uncertain:`"):
        ema_model("scenarios/baseline.yaml")


# The same bits -------------------------------------------------------------------------------


def direct(path: Path, changes, which: str = "FrontModel") -> dict[str, float]:
    """Return the outcomes of one point, by the plan alone."""
    base = load_scenario(path)
    names = ["adoption_share", "spending_cum_usd", "satisfaction_citizens"]
    plan = Plan("sweep", "direct", (base,), (Point(base.name, 0, 0, changes),), 2, base.run.seed,
                base.run.sample, draws=0, model=f"{MODELS}:{which}")  # fmt: skip
    values = carry_out(plan, crew=SerialCrew(), progress="none").values(names, [1])
    return values.droplevel("month", axis=1).mean().to_dict()


def test_our_evaluator_equals_direct_runs_bit_for_bit(path):
    model = front_model(path)
    experiments, outcomes = done(model)
    parameters = [*model.uncertainties, *model.levers]
    for place, row in experiments.iloc[::7].iterrows():
        changes = {each.variable_name[0]: row[each.name] for each in parameters}
        for name, value in direct(path, changes).items():
            assert outcomes[name][place] == value


def test_any_number_of_workers_and_the_workbenchs_own_evaluator_give_the_same_bits(path):
    model = front_model(path)
    one, two = done(model), done(model, workers=2)
    np.random.seed(1)
    own = perform_experiments(model, scenarios=12, policies=3)
    for experiments, outcomes in (two, own):
        assert (experiments[list(SHORT)].to_numpy() == one[0][list(SHORT)].to_numpy()).all()
        for name in one[1]:
            assert outcomes[name].tobytes() == one[1][name].tobytes()


SHORT = ("failure_online", "own_funds_usd_per_year", "training_hours_clerk")


def test_constants_are_the_same_in_all_experiments(path):
    model = front_model(path, levers=[f"{HOURS}=0:40"], constants={FUNDS: 1_000_000, FAILURE: 0.3})
    _, outcomes = done(model, scenarios=2, policies=2)
    assert outcomes["adoption_share"] == pytest.approx(0.88, abs=0.03)
    np.random.seed(1)
    _, own = perform_experiments(model, scenarios=2, policies=2)
    assert own["adoption_share"].tobytes() == outcomes["adoption_share"].tobytes()


def test_runs_that_are_kept_are_not_done_again(path, tmp_path, monkeypatch):
    model = front_model(path)
    with ema_evaluator(model, workers=1, out=tmp_path / "kept") as evaluator:
        np.random.seed(1)
        _, first = evaluator.perform_experiments(scenarios=4, policies=2)
    monkeypatch.setattr("tests.experiments.front_model.FrontModel.step", None)  # cannot run
    with ema_evaluator(model, workers=1, out=tmp_path / "kept") as evaluator:
        np.random.seed(1)
        _, again = evaluator.perform_experiments(scenarios=4, policies=2)
    assert first["adoption_share"].tobytes() == again["adoption_share"].tobytes()


# Its analyses, as they are -------------------------------------------------------------------


def test_prim_finds_a_planted_box(path):
    """Adoption is a (1 - f): with a = 1 it falls below 0.9 where f is above 0.1."""
    model = front_model(path, levers={FUNDS: (900_000, 1_000_000)}, outcomes=["adoption_share"])
    policy = [Policy("as it is", own_funds_usd_per_year=1_000_000.0)]
    experiments, outcomes = done(model, scenarios=300, policies=policy)
    bad = outcomes["adoption_share"] < 0.9
    assert 0.2 < bad.mean() < 0.8
    inputs = experiments[["failure_online", "gain", "loss", "contacts_per_month"]]
    box = prim.Prim(inputs, bad, threshold=0.8, peel_alpha=0.1).find_box()
    limits = box.box_lims[-1]
    assert limits["failure_online"].iloc[0] == pytest.approx(0.28, abs=0.03)
    assert limits["failure_online"].iloc[1] == pytest.approx(0.4, abs=0.01)
    assert box.density > 0.9


def test_feature_scoring_names_what_matters(path):
    experiments, outcomes = done(front_model(path), scenarios=4, policies=60)
    inputs = experiments.drop(columns=["scenario", "policy", "model"])
    scores = feature_scoring.get_feature_scores_all(inputs, outcomes)
    assert scores["spending_cum_usd"].idxmax() == "own_funds_usd_per_year"
    assert scores["satisfaction_citizens"].idxmax() == "training_hours_clerk"


def seeded():
    random.seed(2)  # Platypus
    np.random.seed(2)


def test_optimize_runs_as_it_is_and_finds_the_front(path):
    model = front_model(path, outcomes=["adoption_share", "spending_cum_usd"])
    seeded()
    with ema_evaluator(model, workers=1) as evaluator:
        found = evaluator.optimize(nfe=400, searchover="levers", epsilons=[0.05, 5e4],
                                   population_size=40)  # fmt: skip
    assert len(found) >= 5
    # On the front spending is a^2 million, and b is zero: 20 hours.
    a = found["own_funds_usd_per_year"] / 1e6
    assert (found["spending_cum_usd"] >= 1e6 * a**2 - 1e-6).all()
    assert found["training_hours_clerk"].sub(20).abs().median() < 6


def test_optimize_takes_choices(path):
    mode, guarantee = "strategy.consolidation.data_mode", "strategy.capacity.job_guarantee"
    levers = {
        FUNDS: (0, 2_000_000),
        mode: ["request", "shared", "central"],
        guarantee: [True, False],
    }
    model = front_model(path, levers=levers, outcomes=["adoption_share", "spending_cum_usd"])
    seeded()
    with ema_evaluator(model, workers=1) as evaluator:
        found = evaluator.optimize(nfe=30, epsilons=[0.05, 5e4], population_size=10)
    chosen = {each.value for each in found["data_mode"]}  # categories of the Workbench
    assert chosen <= {"request", "shared", "central"}


def test_robust_optimize_runs_as_it_is(path):
    model = front_model(path, outcomes=["adoption_share", "spending_cum_usd"])
    functions = [
        ScalarOutcome("worst adoption", ScalarOutcome.MAXIMIZE, variable_name="adoption_share",
                      function=np.min),
        ScalarOutcome("mean spending", ScalarOutcome.MINIMIZE, variable_name="spending_cum_usd",
                      function=np.mean),
    ]  # fmt: skip
    from ema_workbench.em_framework.samplers import sample_uncertainties

    seeded()
    worlds = sample_uncertainties(model, 4, sampler=Samplers.LHS.value)
    with ema_evaluator(model, workers=1) as evaluator:
        found = evaluator.robust_optimize(functions, worlds, nfe=60, population_size=20,
                                          epsilons=[0.05, 5e4])  # fmt: skip
    assert len(found) >= 2
    assert found["worst adoption"].between(-1, 2).all()


# What fails ----------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_failing_runs_are_masked_and_end_nothing(path, workers):
    model = front_model(path, "ShakyModel")
    np.random.seed(1)
    with (
        ema_evaluator(model, workers=workers) as evaluator,
        pytest.warns(UserWarning, match="nobody is left at the desks"),
    ):
        experiments, outcomes = evaluator.perform_experiments(scenarios=2, policies=8)
    lost = experiments["training_hours_clerk"].to_numpy() > 30
    assert 0 < lost.sum() < len(lost)
    assert (np.ma.getmaskarray(outcomes["adoption_share"]) == lost).all()
    assert len(evaluator.failures) == lost.sum()
    assert all(given[HOURS] > 30 for given, _ in evaluator.failures)


def test_an_optimisation_stops_and_says_why(path):
    model = front_model(path, "ShakyModel", outcomes=["adoption_share", "spending_cum_usd"])
    seeded()
    with (
        ema_evaluator(model, workers=2) as evaluator,
        pytest.raises(RunFailed, match=r"nobody is left at the desks.*narrow the ranges"),
    ):
        evaluator.optimize(nfe=80, epsilons=[0.05, 5e4], population_size=20)


def test_nothing_but_failures_is_an_error(path):
    policy = [Policy("bad", own_funds_usd_per_year=1e6, training_hours_clerk=35.0)]
    with pytest.raises(RunFailed, match="3 of 3 experiments failed"):
        done(front_model(path, "ShakyModel"), scenarios=3, policies=policy)


def test_an_unknown_name_in_a_policy_is_said(path):
    policy = [Policy("typo", training_hours=35.0)]
    with pytest.raises(UserError, match="training_hours_clerk"):
        done(front_model(path), scenarios=1, policies=policy)


def test_a_model_of_another_make_is_refused():
    from ema_workbench import Model

    with pytest.raises(UserError, match="ema_model"):
        ema_evaluator(Model("other", function=dict))


def test_a_fitted_parameter_is_drawn_from_its_posterior():
    model = ema_model("scenarios/uncertain.yaml", outcomes=["adoption_share"], year=1)
    path = "district.people.choice.online_threshold"
    drawn = next(u for u in model.uncertainties if path in (u.name, *u.variable_name))
    column = posterior.column(path)
    for share in (0.1, 0.5, 0.9):
        assert drawn.dist.ppf(share) == pytest.approx(np.quantile(column, share), abs=0.1)
