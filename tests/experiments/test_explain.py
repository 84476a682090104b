"""Which levers made the difference: on a formula whose answer is known, and on the model."""

from __future__ import annotations

import json
from dataclasses import replace
from math import fsum, isnan
from pathlib import Path

import pytest

from sim.cli import call
from sim.errors import ScenarioError, UserError
from sim.experiments import explain as module
from sim.experiments.carry import carry_out
from sim.experiments.explain import Explanation, explain, explain_plan
from sim.experiments.kinds import load
from sim.experiments.plan import world_digest
from sim.scenario import Scenario, load_scenario
from sim.scenario.schema import Event
from tests.experiments.worth import PATHS

WORTH = "tests.experiments.worth:WorthModel"
BREAKING = "tests.experiments.worth:BreakingModel"
GRANT = "strategy.budget.grant_usd"
SIZE = {"run.months": 24, "run.replications": 6, "run.sample": 300}
LEVERS = {PATHS["hours"]: 10.0, PATHS["outreach"]: 1.0, PATHS["manuals"]: 0.0}
MORE = {PATHS["hours"]: 20.0, PATHS["outreach"]: 2.0, PATHS["manuals"]: 0.5}
SCENARIOS = Path("scenarios")


def scenario(name: str, *values: dict) -> Scenario:
    plan = Scenario.defaults()
    for some in (SIZE, LEVERS, *values):
        plan = plan.with_values(some)
    return replace(plan, name=name)


A, B = scenario("a"), scenario("b", MORE)


def explained(a=A, b=B, model=WORTH, **options) -> Explanation:
    return Explanation(carry_out(explain_plan(a, b, model=model, **options), workers=1))


def parts_of(result: Explanation, outcome: str = "adoption_share") -> dict[str, float]:
    table = result.tables["attribution"]
    return table[table["outcome"] == outcome].set_index("player")["part"].to_dict()


def row_of(result: Explanation, name: str, outcome: str = "adoption_share") -> dict:
    table = result.tables[name]
    return table[table["outcome"] == outcome].iloc[0].to_dict()


# What it says ------------------------------------------------------------------------------------


def test_a_known_formula_with_a_synergy():
    # 0.02 h + 0.1 o + 0.2 m o, from (10, 1, 0) to (20, 2, 0.5): hours 0.2, outreach alone 0.1 and
    # last 0.2, manuals alone 0.1 and last 0.2; a run's luck scales them all.
    result = explained(by="lever")
    parts = parts_of(result)
    level = parts["capacity.training_hours_clerk"] / 0.2
    assert level == pytest.approx(1.0, abs=0.2)
    assert parts["accessibility.outreach"] == pytest.approx(0.15 * level)
    assert parts["capacity.manuals"] == pytest.approx(0.15 * level)
    table = result.tables["attribution"].set_index(["outcome", "player"])
    outreach = table.loc[("adoption_share", "accessibility.outreach")]
    assert outreach["alone"] == pytest.approx(0.1 * level)
    assert outreach["last"] == pytest.approx(0.2 * level)
    assert outreach["low"] < outreach["part"] < outreach["high"]


def test_the_interval_is_that_of_the_parts_over_replicates():
    from scipy import stats

    result = explained()
    found = result.attributions["adoption_share"]
    values = found.by_replicate[:, 0]
    band = stats.t.interval(0.95, len(values) - 1, values.mean(), stats.sem(values))
    assert (found.parts[0].low, found.parts[0].high) == pytest.approx(band)


@pytest.mark.parametrize("by", ["pillar", "lever"])
def test_parts_add_up_to_the_last_bit_and_on_the_page(by):
    from sim.experiments.explain_words import scale_of, shown_parts

    result = explained(by=by)
    for outcome, found in result.attributions.items():
        row = row_of(result, "difference", outcome)
        assert fsum(parts_of(result, outcome).values()) == row["difference"]
        scale = scale_of(result, outcome)
        shown = round(fsum(shown_parts(found, scale)), scale.decimals)
        assert shown == round(scale.factor * found.difference.mean, scale.decimals)


def test_a_lever_that_does_nothing_gets_exactly_nothing():
    b = scenario("b", MORE, {GRANT: 2e6})
    result = explained(A, b)
    row = result.tables["attribution"].set_index(["outcome", "player"]).loc[
        ("adoption_share", "budget")
    ]  # fmt: skip
    names = ["part", "low", "high", "alone", "alone_low", "alone_high", "last", "last_low"]
    assert [row[name] for name in names] == [0.0] * len(names)
    assert "nothing at all from budget" in result.text(900)


def test_an_outcome_that_does_not_move():
    result = explained()
    assert set(parts_of(result, "cost_per_case_usd").values()) == {0.0}
    assert "no difference between b and a in any twin run" in result.text(900)
    assert list(result.plot.all()) == ["waterfall_adoption_share"]


def test_no_difference_is_one_point_and_no_player():
    result = explained(A, replace(A, name="same", title="only another title"))
    assert len(result.ensemble.plan.points) == 1
    assert result.players == []
    assert result.sentences[0][1].startswith("No difference")
    assert result.plot.all() == {}
    assert len(result.tables["attribution"]) == 0
    json.dumps(result.summary)


def test_one_lever_has_it_all():
    result = explained(A, scenario("b", {PATHS["hours"]: 20.0}), by="lever")
    row = row_of(result, "attribution")
    assert row["part"] == row["alone"] == row["last"] == row_of(result, "difference")["difference"]
    assert row["share"] == 1.0
    assert "Only training of clerks differs" in result.text(900)


def test_the_sentences_follow_from_the_table():
    text = explained(by="lever").text(200)
    assert "b less a is +5" in text
    assert "The sum is exact." in text
    assert "alone it brings +1" in text
    assert "the others strengthen it" in text


# Who the players are ------------------------------------------------------------------------------


def test_the_timeline_is_a_player():
    dated = Event(month=13, changes={PATHS["outreach"]: 3.0})
    result = explained(A, replace(B, timeline=(dated,)))
    assert result.players == ["accessibility", "capacity", "timeline"]
    parts = parts_of(result)
    # The dated change overrides the outreach of B: alone, it brings two steps of outreach.
    table = result.tables["attribution"].set_index(["outcome", "player"])
    assert table.loc[("adoption_share", "accessibility"), "last"] == 0.0
    assert parts["timeline"] > parts["accessibility"] > 0
    assert fsum(parts.values()) == row_of(result, "difference")["difference"]


def test_the_full_coalition_is_b_itself_and_the_empty_one_a():
    dated = Event(month=13, changes={PATHS["outreach"]: 3.0})
    b = replace(B, timeline=(dated,))
    plan = explain_plan(A, b, by="lever", model=WORTH)
    runs = [run for run in plan.runs() if run.replicate == 1]
    assert world_digest(plan.world(runs[0])) == world_digest(A)
    assert world_digest(plan.world(runs[-1])) == world_digest(b)
    # Built change by change, it would be the same world.
    whole = {path: b.value(path) for path in MORE}
    assert world_digest(plan.bases[2].with_values(whole)) == world_digest(b)
    assert len({run.seed for run in runs}) == 1


def test_what_differs_in_the_district_is_a_player_a_section():
    other = {"district.people.demand.level": 1.2, "district.peer_districts": 20}
    plan = explain_plan(A, scenario("b", MORE, other), model=WORTH)
    names = [player["name"] for player in plan.settings["players"]]
    assert names == ["accessibility", "capacity", "district: general", "district: people"]


def test_notes_and_titles_are_no_difference():
    event = Event(month=3, changes={PATHS["outreach"]: 2.0}, note="why")
    one = replace(A, timeline=(event,))
    other = replace(A, timeline=(event.model_copy(update={"note": "why not"}),), name="b")
    assert explain_plan(one, other, model=WORTH).settings["players"] == []


# Orders -------------------------------------------------------------------------------------------

MANY = {
    "strategy.capacity.training_hours_manager": 30.0, "strategy.capacity.training_hours_it": 60.0,
    "strategy.capacity.job_guarantee": True, PATHS["kiosks"]: 5, GRANT: 2e6,
    "strategy.participation.academy_seats": 500,
}  # fmt: skip


def test_more_than_seven_players_go_by_random_orders():
    result = explained(A, scenario("b", MORE, MANY), by="lever")
    plan = result.ensemble.plan
    assert len(result.players) == 9
    assert len(plan.settings["orders"]) == module.ORDERS
    assert len(plan.points) < 2**9
    parts = parts_of(result)
    # Only pairs interact here, so that an order and its reverse are exact.
    level = parts["capacity.training_hours_clerk"] / 0.2
    assert parts["capacity.manuals"] == pytest.approx(0.15 * level)
    assert parts["capacity.job_guarantee"] == 0.0
    assert fsum(parts.values()) == row_of(result, "difference")["difference"]
    assert "random orders" in result.text(900)


def test_orders_asked_for_where_all_would_do_give_the_same():
    b = scenario("b", MORE, {GRANT: 2e6, PATHS["kiosks"]: 5})
    exact, sampled = explained(A, b, by="lever"), explained(A, b, by="lever", orders=4)
    assert exact.settings["orders"] is None
    assert len(sampled.settings["orders"]) == 4
    assert parts_of(sampled) == pytest.approx(parts_of(exact))


def test_the_error_of_the_orders_is_in_the_interval():
    import numpy as np

    from sim.experiments.attribution import _crossed

    luck = np.random.default_rng(4)
    rows, columns = luck.normal(0, 1, (400, 1)), luck.normal(0, 3, (1, 6))
    gains = rows + columns + luck.normal(0, 0.5, (400, 6))
    error, freedom = _crossed(gains)
    by_hand = (1 / 400 + columns.var(ddof=1) / 6 + 0.25 / 2400) ** 0.5
    assert error == pytest.approx(by_hand, rel=0.05)
    assert 5 <= freedom < 7, "hardly more than the orders give"


def test_the_crossed_interval_holds_what_it_says():
    import numpy as np

    from sim.experiments.attribution import _spread

    luck = np.random.default_rng(11)
    held = 0
    for _ in range(1000):
        gains = 1 + luck.normal(0, 1, (8, 1)) + luck.normal(0, 1, (1, 8))
        gains = gains + luck.normal(0, 1, (8, 8))
        found = _spread(float(gains.mean()), gains.mean(axis=1), gains)
        held += found.low <= 1 <= found.high
    assert 930 <= held <= 985


# What is left out, and what is refused ------------------------------------------------------------


def test_a_replicate_counts_only_if_all_its_sets_were_finished():
    result = explained(A, B, model=BREAKING)
    failed = sorted(set(result.ensemble.failed["replicate"]))
    assert failed, "the test needs a seed that fails"
    assert row_of(result, "difference")["replicates"] == 6 - len(failed)
    assert any("left out" in note and "manuals burnt" in note for note in result.notes)


def test_one_replicate_has_no_interval():
    one = {"run.replications": 1}
    result = explained(A.with_values(one), B.with_values(one))
    row = row_of(result, "attribution")
    assert isnan(row["low"])
    assert isnan(row["high"])
    assert "interval" not in result.sentences[0][1]
    json.dumps(result.summary, allow_nan=False)
    result.plot.all(narrow=True)


def test_other_months_are_refused():
    with pytest.raises(ScenarioError, match="36 months"):
        explain_plan(A, B.with_values({"run.months": 36}))
    with pytest.raises(ScenarioError, match="2003-01"):
        explain_plan(A, B.with_values({"run.start": "2003-01"}))


def test_unlike_uncertainty_is_refused():
    spread = load_scenario(SCENARIOS / "baseline.yaml").uncertain
    from sim.scenario.schema import Distribution

    path = "district.people.demand.level"
    other = {**spread, path: Distribution(uniform=(0.5, 1.5))}
    with pytest.raises(UserError, match=r"uncertain.*district\.people\.demand\.level"):
        explain_plan(A, replace(B, uncertain=other), model=WORTH)


def test_what_both_draw_is_no_player():
    from sim.scenario.schema import Distribution

    both = {PATHS["hours"]: Distribution(uniform=(5, 15))}
    a, b = replace(A, uncertain=both), replace(B, uncertain=both)
    result = explained(a, b, by="lever")
    assert result.players == ["accessibility.outreach", "capacity.manuals"]
    assert any("is drawn from" in note for note in result.notes)


def test_bad_options():
    with pytest.raises(UserError, match="nearest name is adoption_share"):
        explain_plan(A, B, outcome="adoption_shre", model=WORTH)
    with pytest.raises(UserError, match="24 months"):
        explain_plan(A, B, year=3, model=WORTH)
    with pytest.raises(UserError, match="too few"):
        explain_plan(A, B, orders=2, model=WORTH)
    with pytest.raises(UserError, match="by"):
        explain_plan(A, B, by="colour", model=WORTH)


# Folder, figure, command --------------------------------------------------------------------------


def test_it_is_the_same_when_loaded(tmp_path):
    plan = explain_plan(A, B, by="lever", year=1, model=WORTH)
    result = Explanation(carry_out(plan, out=tmp_path / "out", workers=1))
    result.write_reports()
    again = load(tmp_path / "out")
    assert isinstance(again, Explanation)
    assert again.text(900) == result.text(900)
    for name, table in result.tables.items():
        assert again.tables[name].equals(table), name
        assert (tmp_path / "out" / f"{name}.csv").exists()
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "waterfall_adoption_share" in page
    assert "not a forecast" in page


@pytest.mark.parametrize("narrow", [False, True])
def test_the_waterfall_leads_from_a_to_b(narrow):
    drawing = explained(A, scenario("b", MORE, MANY), by="lever").plot.waterfall(
        "adoption_share", narrow
    )
    data = drawing.data
    assert list(data["kind"]) == ["end", *["part"] * (len(data) - 2), "end"]
    assert (data["start"].iloc[1:-1].to_numpy() == data["end"].iloc[:-2].to_numpy()).all()
    assert data["end"].iloc[-2] == pytest.approx(data["end"].iloc[-1])
    sizes = data["value"].iloc[1:-1].abs().to_list()
    assert sizes == sorted(sizes, reverse=True)
    assert "From a at" in drawing.alt
    assert drawing.png()[:4] == b"\x89PNG"


def test_the_command_says_how_many_runs(capsys):
    code = call([
        "explain", "scenarios/baseline.yaml", "scenarios/strategies/training_first.yaml",
        "--dry-run", "--replications", "5", "--by", "lever",
    ])  # fmt: skip
    said = capsys.readouterr().out
    assert code == 0
    assert "points x 5 replications" in said
    assert "Nothing was run" in said


def test_the_model_itself(tmp_path):
    result = explain(
        SCENARIOS / "baseline.yaml", SCENARIOS / "strategies" / "training_first.yaml",
        overrides=["run.sample=300", "run.months=24", "run.replications=2"], workers=1,
        out=tmp_path / "out",
    )  # fmt: skip
    assert result.players == ["budget", "capacity"]
    assert len(result.ensemble.failed) == 0
    for outcome in result.settings["outcomes"]:
        whole = row_of(result, "difference", outcome)["difference"]
        assert fsum(parts_of(result, outcome).values()) == whole
    satisfaction = parts_of(result, "satisfaction_citizens")
    assert satisfaction["capacity"] != 0
